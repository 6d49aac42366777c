using System.Text.Json.Nodes;

namespace Lotmark.Ledger.Description;

/// <summary>
/// Bodies as somebody would send them: the files of <c>Examples/</c>, each named by its operation and what it shows
/// (<c>createKey.for-a-terminal.json</c>), and the sample lots. They stand in the API's description, and the tests send them.
/// </summary>
public sealed class RequestExamples
{
    private const string RegisterLot = "registerLot";

    private static readonly Dictionary<string, string> ContentTypes = new() { [".json"] = "application/json", [".csv"] = "text/csv", [".ndjson"] = "application/x-ndjson" };

    private readonly ILookup<string, RequestExample> _byOperation = EmbeddedFiles.In("Examples").Select(file => Read(file.Name, file.Text))
        .Concat(EmbeddedFiles.In("Samples").Select(file => Read($"{RegisterLot}.{file.Name}", file.Text)))
        .ToLookup(example => example.Operation);

    /// <summary>What an operation is sent.</summary>
    public IEnumerable<RequestExample> Of(string operation) => _byOperation[operation];

    private static RequestExample Read(string file, string text)
    {
        var (operation, name, type) = (file.Split('.')[0], Path.GetFileNameWithoutExtension(file), ContentTypes[Path.GetExtension(file)]);
        return new(operation, name[(operation.Length + 1)..], type, type == "application/json" ? JsonNode.Parse(text)! : JsonValue.Create(text));
    }
}

/// <summary>One body.</summary>
/// <param name="Operation">Whose it is, by operationId.</param>
/// <param name="Name">What it shows.</param>
/// <param name="ContentType">Its type.</param>
/// <param name="Body">JSON itself; other bodies as text.</param>
public sealed record RequestExample(string Operation, string Name, string ContentType, JsonNode Body);
