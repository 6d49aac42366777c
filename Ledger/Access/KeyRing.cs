using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Security.Claims;
using System.Security.Cryptography;
using Lotmark.Ledger.Identifiers;
using Npgsql;

namespace Lotmark.Ledger.Access;

/// <summary>
/// All keys that open something, in memory: signing in asks no database. A look at the database every second, and one for a key that is not
/// found, keep it true; looks are shared and spaced, and nothing is kept of unknown keys, so that a flood of them costs next to nothing.
/// </summary>
public sealed class KeyRing(NpgsqlDataSource database, ApiKeys table, TimeProvider clock)
{
    // A look that fails or hangs must not keep a revoked key open for long.
    private static readonly TimeSpan Trusted = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(200);
    private const int LookTimeoutSeconds = 5;

    private readonly Lock _gate = new();
    private Task? _next;
    private Task _latest = Task.CompletedTask;
    private volatile Snapshot _known = new(0, DateTimeOffset.MinValue, FrozenDictionary<UInt128, Held>.Empty);

    /// <summary>Who signs in with this key; null when it opens nothing.</summary>
    public async ValueTask<ClaimsPrincipal?> FindAsync(string secret, CancellationToken cancel)
    {
        var hash = ApiKeys.HashOf(secret);
        var found = Find(hash);
        if (found is null || clock.GetUtcNow() - _known.LookedAt > Trusted)
        {
            await LookAsync(cancel);
            found = Find(hash);
        }
        var now = clock.GetUtcNow();
        if (found is null || found.ExpiresAt <= now) return null;
        Volatile.Write(ref found.Use.Ticks, now.UtcTicks);
        return found.Principal;
    }

    /// <summary>Waits for a look at the database that begins after this call.</summary>
    public Task LookAsync(CancellationToken cancel)
    {
        lock (_gate) return (_next ??= _latest = LookAfterAsync(_latest)).WaitAsync(cancel);
    }

    /// <summary>Writes down when keys were last used.</summary>
    public async Task NoteUsesAsync(CancellationToken cancel)
    {
        var uses = _known.Keys.Values.Select(key => (key, Ticks: Volatile.Read(ref key.Use.Ticks))).Where(use => use.Ticks > use.key.Use.Noted).ToList();
        await table.NoteUsesAsync([.. uses.Select(use => (use.key.Hash, new DateTimeOffset(use.Ticks, TimeSpan.Zero)))], cancel);
        foreach (var (key, ticks) in uses) key.Use.Noted = ticks;
    }

    private Held? Find(byte[] hash) =>
        _known.Keys.TryGetValue(Beginning(hash), out var held) && CryptographicOperations.FixedTimeEquals(held.Hash, hash) ? held : null;

    private static UInt128 Beginning(byte[] hash) => BinaryPrimitives.ReadUInt128BigEndian(hash);

    private async Task LookAfterAsync(Task latest)
    {
        await latest.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        if (_known.LookedAt + Breath - clock.GetUtcNow() is var rest && rest > TimeSpan.Zero) await Task.Delay(rest, clock);
        lock (_gate) _next = null; // whoever comes from here on needs a later look
        await ReadAsync();
    }

    private async Task ReadAsync()
    {
        var began = clock.GetUtcNow();
        await using var ask = database.CreateCommand("select number from access.revision");
        ask.CommandTimeout = LookTimeoutSeconds;
        var revision = (long)(await ask.ExecuteScalarAsync())!;
        _known = revision == _known.Revision ? _known with { LookedAt = began } : new(revision, began, await ReadKeysAsync());
    }

    private async Task<FrozenDictionary<UInt128, Held>> ReadKeysAsync()
    {
        await using var command = database.CreateCommand("""
            select k.hash, k.organisation, o.data ->> 'uscc', k.label, k.role, k.expires_at
            from access.key k join lotmark.mt_doc_organisation o on o.id = k.organisation
            where k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
            """);
        command.CommandTimeout = LookTimeoutSeconds;
        await using var reader = await command.ExecuteReaderAsync();
        var keys = new Dictionary<UInt128, Held>();
        while (await reader.ReadAsync())
        {
            var hash = reader.GetFieldValue<byte[]>(0);
            var uscc = Uscc.TryParse(reader.IsDBNull(2) ? "" : reader.GetString(2), out var code, out _) ? code : (Uscc?)null;
            var actor = new Actor(reader.GetString(1), uscc, reader.GetString(3), Enum.Parse<Role>(reader.GetString(4)));
            var use = _known.Keys.TryGetValue(Beginning(hash), out var before) ? before.Use : new();
            keys[Beginning(hash)] = new(hash, actor.AsPrincipal(), reader.GetFieldValue<DateTimeOffset?>(5), use);
        }
        return keys.ToFrozenDictionary();
    }

    private sealed record Snapshot(long Revision, DateTimeOffset LookedAt, FrozenDictionary<UInt128, Held> Keys);

    private sealed record Held(byte[] Hash, ClaimsPrincipal Principal, DateTimeOffset? ExpiresAt, Use Use);

    // Outlives the snapshots.
    private sealed class Use
    {
        public long Ticks;
        public long Noted;
    }
}
