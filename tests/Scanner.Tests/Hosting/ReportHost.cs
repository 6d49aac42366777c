namespace Lotmark.Scanner.Tests.Hosting;

/// <summary>A host of one class of tests, so that its clock moves for nobody else.</summary>
public sealed class ReportHost : IAsyncLifetime
{
    public ScannerHost Host { get; } = new();

    public ValueTask InitializeAsync() => Host.InitializeAsync();

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
