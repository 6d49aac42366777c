using System.Text;

namespace Lotmark.Ledger.Tests.Interchange.Exports;

/// <summary>Text that was looked at once and must stay so.</summary>
public static class Golden
{
    /// <summary>Compares with the file of this name; what differs is left beside the tests, to look at and take over.</summary>
    public static void Same(string name, string actual)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Interchange", "Exports");
        // As bytes: a byte order mark is part of it.
        var expected = Path.Combine(folder, name) is var path && File.Exists(path) ? Encoding.UTF8.GetString(File.ReadAllBytes(path)) : "";
        actual = actual.Replace("\r\n", "\n", StringComparison.Ordinal);
        if (expected.Replace("\r\n", "\n", StringComparison.Ordinal) == actual) return;
        var found = Path.Combine(Directory.CreateDirectory(folder).FullName, $"found.{name}");
        File.WriteAllBytes(found, Encoding.UTF8.GetBytes(actual));
        Assert.Fail($"{name} differs from {found}");
    }
}
