using System.Diagnostics.CodeAnalysis;

namespace Lotmark.Contracts.Evidence;

internal static class ContractAddress
{
    public static bool TryParse(string text, [NotNullWhen(true)] out string? address)
    {
        address = text.Length == 42 && text.StartsWith("0x", StringComparison.Ordinal) && text.Skip(2).All(char.IsAsciiHexDigit) ? text : null;
        return address is not null;
    }

    // The case of the digits is a check sum (EIP-55), not a part of the address.
    public static bool Same(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
