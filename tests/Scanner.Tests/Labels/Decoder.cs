using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;

namespace Lotmark.Scanner.Tests.Labels;

/// <summary>Reads QR codes with ZBar, which shares nothing with the library that draws them.</summary>
public static class Decoder
{
    public const string AsPrinted = "as printed";

    private const string Script = "decode-qr.mjs";

    private static readonly string[] Parts = [Script, "package.json", "package-lock.json"];
    private static readonly Lazy<Task<string>> Installed = new(InstallAsync);

    /// <summary>What the codes in an image say, each with its kind before it.</summary>
    public static async Task<string> Read(byte[] image) => (await Read([image], [AsPrinted]))[0][0];

    /// <summary>What the codes in each of many images say after each of some changes to it. An image is a PNG, a plain PBM or an SVG.</summary>
    public static async Task<string[][]> Read(IEnumerable<byte[]> images, IReadOnlyList<string> changes) =>
        JsonSerializer.Deserialize<string[][]>(await ChangedAsync(new { images, changes }))!;

    /// <summary>The same with zbarimg, the program that others use; it must be on the PATH.</summary>
    public static async Task<string[][]> ReadWithZbarimg(IReadOnlyList<byte[]> images, IReadOnlyList<string> changes)
    {
        var keep = Directory.CreateTempSubdirectory("lotmark-labels").FullName;
        try
        {
            await ChangedAsync(new { images, changes, keep });
            var read = images.Select(_ => new string[changes.Count]).ToArray();
            var cells = from number in Enumerable.Range(0, images.Count) from place in Enumerable.Range(0, changes.Count) select (number, place);
            await Parallel.ForEachAsync(cells, async (cell, _) =>
            {
                using var zbarimg = Start("zbarimg", keep, "--quiet", "--raw", $"{cell.number}-{cell.place}.pgm");
                read[cell.number][cell.place] = (await zbarimg.StandardOutput.ReadToEndAsync(CancellationToken.None)).TrimEnd('\n');
            });
            return read;
        }
        finally
        {
            Directory.Delete(keep, recursive: true);
        }
    }

    private static async Task<string> ChangedAsync(object asked)
    {
        using var node = Start("node", await Installed.Value, Script);
        await JsonSerializer.SerializeAsync(node.StandardInput.BaseStream, asked, JsonSerializerOptions.Web, TestContext.Current.CancellationToken);
        node.StandardInput.Close();
        return await OutputAsync(node);
    }

    // Made under another name and then moved to its own: another run of these tests finds all of it or nothing, and nobody ever
    // takes away what is in use. The name follows the content.
    private static async Task<string> InstallAsync()
    {
        var content = Parts.SelectMany(part => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, part))).ToArray();
        var folder = Path.Combine(AppContext.BaseDirectory, $"decoder-{Convert.ToHexStringLower(SHA256.HashData(content))[..12]}");
        if (Directory.Exists(folder)) return folder;

        var fresh = Directory.CreateDirectory($"{folder}.{Environment.ProcessId}").FullName;
        foreach (var part in Parts) File.Copy(Path.Combine(AppContext.BaseDirectory, part), Path.Combine(fresh, part), overwrite: true);
        using var npm = Start("npm", fresh, "ci", "--ignore-scripts", "--no-audit", "--no-fund");
        await OutputAsync(npm);
        try
        {
            Directory.Move(fresh, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            Directory.Delete(fresh, recursive: true); // another run was faster
        }
        return folder;
    }

    private static Process Start(string program, string folder, params string[] arguments) => Process.Start(new ProcessStartInfo(program, arguments)
    {
        WorkingDirectory = folder,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    private static async Task<string> OutputAsync(Process process)
    {
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{process.StartInfo.FileName} ended with {process.ExitCode}: {await errors}");
        return output;
    }
}
