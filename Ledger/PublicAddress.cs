namespace Lotmark.Ledger;

/// <summary>The address under which the world knows this ledger (<c>Lotmark:PublicUrl</c>), without a trailing slash. QR codes carry it.</summary>
public sealed record PublicAddress(string Url)
{
    /// <summary>The full address of a path.</summary>
    public string Of(string path) => Url + path;
}
