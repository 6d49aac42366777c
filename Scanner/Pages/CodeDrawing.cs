namespace Lotmark.Scanner.Pages;

/// <summary>A QR code as a page draws it.</summary>
/// <param name="Size">Modules a side, quiet zone included.</param>
/// <param name="Path">The dark modules as the data of an SVG path, one unit a module.</param>
public sealed record CodeDrawing(int Size, string Path);
