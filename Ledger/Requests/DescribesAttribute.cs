namespace Lotmark.Ledger.Requests;

/// <summary>A request whose members are those of another type: the API's description takes their words from there.</summary>
/// <param name="type">The type whose members they are.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class DescribesAttribute(Type type) : Attribute
{
    /// <summary>The type whose members they are.</summary>
    public Type Type { get; } = type;
}
