using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Lotmark.Scanner.Tests.Labels;

/// <summary>Reads QR codes with ZBar, which shares nothing with the library that draws them.</summary>
public static class Decoder
{
    /// <summary>What the codes in a PNG say, each with its kind before it.</summary>
    public static async Task<string> Read(byte[] png)
    {
        var start = new ProcessStartInfo("node", "decode-qr.mjs")
        {
            WorkingDirectory = ProjectFolder(),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var node = Process.Start(start)!;
        await node.StandardInput.BaseStream.WriteAsync(png, TestContext.Current.CancellationToken);
        node.StandardInput.Close();
        var text = await node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, node.ExitCode);
        return text;
    }

    private static string ProjectFolder([CallerFilePath] string here = "") => Path.GetDirectoryName(Path.GetDirectoryName(here))!;
}
