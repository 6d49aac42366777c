using System.Diagnostics.CodeAnalysis;

namespace Lotmark.Scanner.Labels;

/// <summary>A size that labels come in.</summary>
/// <param name="Name">As a request says it.</param>
/// <param name="Width">In millimetres.</param>
/// <param name="Height">In millimetres.</param>
/// <param name="CodeEdge">Where the square that holds the code begins, from the left and from the top, in millimetres.</param>
/// <param name="CodeSide">The side of that square in millimetres; the code, quiet zone included, is as large as it may be within.</param>
internal sealed record LabelSize(string Name, int Width, int Height, double CodeEdge, double CodeSide)
{
    /// <summary>For cartons.</summary>
    public static readonly LabelSize Large = new("70x50", 70, 50, 1, 40);

    /// <summary>For packs.</summary>
    public static readonly LabelSize Small = new("50x30", 50, 30, 0.5, 29);

    /// <summary>All sizes.</summary>
    public static IReadOnlyList<LabelSize> All { get; } = [Large, Small];

    /// <summary>A size by its name; the large one if none is named.</summary>
    public static bool TryParse(string? name, [NotNullWhen(true)] out LabelSize? size) =>
        (size = name is null ? Large : All.FirstOrDefault(one => one.Name == name)) is not null;
}
