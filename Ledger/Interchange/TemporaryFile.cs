namespace Lotmark.Ledger.Interchange;

/// <summary>Room for what is written whole before it is sent.</summary>
internal static class TemporaryFile
{
    /// <summary>A new one; nobody else reads it, and it is gone as soon as it is closed.</summary>
    public static FileStream Create(string what)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new(Path.Combine(Path.GetTempPath(), $"lotmark-{what}-{Guid.NewGuid():N}"), options);
    }
}
