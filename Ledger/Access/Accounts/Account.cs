namespace Lotmark.Ledger.Access.Accounts;

/// <summary>Somebody who works at the desk.</summary>
/// <param name="Id">Stable id.</param>
/// <param name="Name">By which one signs in.</param>
/// <param name="Organisation">Authority that it belongs to.</param>
/// <param name="Role">Inspector or supervisor.</param>
/// <param name="PasswordHash">As the framework's hasher writes it.</param>
/// <param name="PasswordGiven">Whether the password was given by who made the account, and is to be changed.</param>
/// <param name="Secret">Secret of the second factor; null before it was set up.</param>
/// <param name="SecretProven">Whether a code of it was shown once.</param>
/// <param name="LastStep">Step of the last code that was used.</param>
/// <param name="Failures">Wrong passwords and codes since the last right code.</param>
/// <param name="LockedUntil">When it may try again.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="DisabledAt">When it was ended; null while it is open.</param>
/// <param name="Issuer">The provider that vouches for it; null for one with a password.</param>
public sealed record Account(
    Guid Id, string Name, string Organisation, Role Role, string PasswordHash, bool PasswordGiven, byte[]? Secret, bool SecretProven, long LastStep, int Failures,
    DateTimeOffset? LockedUntil, DateTimeOffset CreatedAt, DateTimeOffset? DisabledAt, string? Issuer)
{
    /// <summary>Wrong tries after which an account rests.</summary>
    public const int MostFailures = 5;

    /// <summary>How long it rests.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromMinutes(15);

    /// <summary>Roles that people may have.</summary>
    public static readonly IReadOnlyList<Role> Roles = [Role.Inspector, Role.Supervisor];

    /// <summary>What came of a try.</summary>
    public enum Outcome
    {
        /// <summary>It was right.</summary>
        Right,

        /// <summary>It was wrong, or there is no such account, or it was ended: nobody learns which, short of making it rest.</summary>
        Wrong,

        /// <summary>There were too many wrong ones: it is not looked at.</summary>
        Resting,
    }

    /// <summary>Why nothing that it shows is looked at: it was ended, or it rests; null when it may try.</summary>
    public Outcome? Barred(DateTimeOffset now) => DisabledAt is not null ? Outcome.Wrong : LockedUntil > now ? Outcome.Resting : null;

    /// <summary>The rule of a try: five wrong passwords and codes let the account rest for a quarter of an hour. Only a right code forgives: who knows the password alone can't try codes without end.</summary>
    /// <param name="right">Whether it was right.</param>
    /// <param name="isCode">Whether it was a code of the second factor.</param>
    /// <param name="now">The time.</param>
    public (Account After, Outcome Outcome) Tried(bool right, bool isCode, DateTimeOffset now)
    {
        if (Barred(now) is { } barred) return (this, barred);
        if (right) return (isCode ? this with { Failures = 0, LockedUntil = null } : this, Outcome.Right);
        return Failures + 1 >= MostFailures ? (this with { Failures = 0, LockedUntil = now + Rest }, Outcome.Resting) : (this with { Failures = Failures + 1 }, Outcome.Wrong);
    }
}
