using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Tests.Description;

namespace Lotmark.Ledger.Tests.Access;

/// <summary>
/// All routes that the product says it has, each with the keys of all roles, on lots of one's own organisation and of another: what is
/// answered must be what the table of permissions says. A route that is added falls under this by itself.
/// </summary>
public sealed class PermissionMatrixTests(LedgerApp app, ITestOutputHelper output)
{
    // Codes that name something else than a lot or its product, and those that are compressed.
    private static readonly string[] Links =
        [.. from key in (string[])["00/{rest}", "01/{rest}", "253/{rest}", "414/{rest}", "417/{rest}", "8004/{rest}", "{link:compressed}"] from method in (string[])["GET", "OPTIONS"] select $"{method} /{key}"];

    // Open to everybody. A route that opens for no operation and does not stand here fails the test.
    private static readonly HashSet<string> Public =
    [
        "GET /api/lots/{gtin}/{number}/evidence", "GET /api/lots/{gtin}/{number}/documents/{id}", // a public file; others it opens by the table itself
        "GET /api/anchors", "GET /api/anchors/latest", "GET /loc/{id}",
        "GET /01/{gtin}/10/{lot}", "GET /01/{gtin}", "GET /labels/01/{gtin}/10/{lot}.svg", "GET /labels/01/{gtin}/10/{lot}.png", "GET /labels/01/{gtin}/10/{lot}.zpl", "GET /labels/sheet", "GET /code/01/{gtin}/10/{lot}.svg",
        "GET /log/checkpoint", "GET /log/key", "GET /log/keys", "GET /log/tile/{path}", "GET /.well-known/lotmark-trust.json",
        // not in the description
        "GET /", "OPTIONS /01/{gtin}/10/{lot}", "OPTIONS /01/{gtin}", "GET /.well-known/gs1resolver", "OPTIONS /.well-known/gs1resolver",
        .. Links, "OPTIONS /labels/01/{gtin}/10/{lot}.png", "OPTIONS /labels/01/{gtin}/10/{lot}.svg", "OPTIONS /labels/01/{gtin}/10/{lot}.zpl", "OPTIONS /labels/sheet",
        "GET /verify.html", "GET /scan", "GET /scan/scan.css", "GET /scan/scan.js", "GET /scan/qr/decode.js", "GET /scan/qr/index.js",
        "GET /report/01/{gtin}/10/{lot}", "POST /report/01/{gtin}/10/{lot}", "GET /report/{number}", "POST /report/{number}/erase",
        "* /health/live", "* /health/ready", "* /metrics", "GET /openapi/{documentName}.json",
        "GET /reference/{documentName}", "GET /reference/scalar.js", "GET /reference/scalar.aspnetcore.js", "GET /reference/favicon.svg",
    ];

    // Where the example of the description does not do, by operationId.
    private static readonly Dictionary<string, Func<HttpContent>> Bodies = new()
    {
        ["attachDocument"] = () => new MultipartFormDataContent { { new StringContent("{}", null, "application/json"), "document" }, { new ByteArrayContent([1]), "file", "file" } },
    };

    // What stands in paths besides the lot.
    private static readonly Dictionary<string, string> Parts = new() { ["label"] = "no-such-key", ["sha256"] = new('0', 64), ["job"] = Guid.Empty.ToString(), ["delivery"] = Guid.Empty.ToString(), ["serial"] = "NO-SUCH-ITEM" };

    private static readonly string[] Gate = [ApiKeyAuthentication.NotOpen, "foreign-lot", "foreign-organisation"];

    [Fact]
    public async Task Every_route_opens_for_an_operation_or_is_known_to_be_public()
    {
        var description = await app.Anybody.GetFromJsonAsync<JsonObject>("/openapi/v1.json");
        var open = Routes(description!).Where(r => r.Operation is null).Select(r => r.ToString()).Concat(description!["x-other-routes"]!.AsArray().Select(r => (string)r!));

        // The name of the verifier's script follows from its bytes.
        // The desk is for people: SignInTests go over its routes.
        Assert.All(open.Except(Public).Where(route => !route.Contains(" /inspect", StringComparison.Ordinal)), route => Assert.StartsWith("GET /verify/", route, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nobody_does_what_the_table_does_not_say_and_everybody_what_it_says()
    {
        var parties = await Parties.AdmitAsync(app);
        var routes = Routes((await app.Anybody.GetFromJsonAsync<JsonObject>("/openapi/v1.json"))!).Where(r => r.Operation is not null).ToList();
        var cells = routes.SelectMany(route => Enum.GetValues<Role>().SelectMany(role => Sides(route, role).Select(own => (route, role, own)))).ToList();
        var wrong = new ConcurrentBag<string>();

        await Parallel.ForEachAsync(cells, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (cell, _) =>
        {
            var (route, role, own) = cell;
            var reach = Permissions.Of(role, route.Operation!.Value);
            var (status, code) = await SendAsync(parties.Keys[role], route, await parties.LotAsync(app, route, own, reach), parties, own);
            var allowed = reach == Reach.Any || (reach == Reach.Own && own);
            var refused = status == HttpStatusCode.Forbidden && Gate.Contains(code);
            if (status == HttpStatusCode.Unauthorized || refused == allowed || (int)status >= 500)
                wrong.Add($"{route} as {role} on {(own ? "an own" : "a foreign")} lot should be {(allowed ? "open" : "forbidden")}: {(int)status} {code}");
        });
        foreach (var route in routes)
            if (await SendAsync(app.Anybody, route, parties.Foreign, parties, own: false) is var (status, _) && status != HttpStatusCode.Unauthorized)
                wrong.Add($"{route} without a key: {(int)status}");

        Assert.Empty(wrong.Order(StringComparer.Ordinal));
        output.WriteLine($"{routes.Count} routes, {Enum.GetValues<Role>().Length} roles, {cells.Count + routes.Count} cells");
    }

    // Laboratories, authorities and the operator are no party to any lot here; what belongs to nobody is one's own.
    private static IEnumerable<bool> Sides(Route route, Role role)
    {
        if (!route.HasOwner) return [true];
        return role is Role.Laboratory or Role.Inspector or Role.Supervisor or Role.Admin ? [false] : [true, false];
    }

    private static async Task<(HttpStatusCode Status, string? Code)> SendAsync(HttpClient client, Route route, JsonObject lot, Parties parties, bool own)
    {
        using var request = new HttpRequestMessage(new(route.Method), route.PathOf(lot, parties, own)) { Content = route.Body() };
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var problem = answer.Content.Headers.ContentType?.MediaType == "application/problem+json" ? await answer.Content.ReadFromJsonAsync<JsonObject>() : null;
        return (answer.StatusCode, (string?)problem?["code"]);
    }

    private static IEnumerable<Route> Routes(JsonObject description) => DescribedRoute.Of(description).Select(r => new Route(r.Method, r.Path, r.Described));

    private sealed record Route(string Method, string Path, JsonObject Described) : DescribedRoute(Method, Path, Described)
    {
        public bool HasOwner => Path.Contains("{gtin}", StringComparison.Ordinal) || (Method == "PUT" && Path == "/api/locations/{id}");

        public string PathOf(JsonObject lot, Parties parties, bool own)
        {
            var path = Path.Replace("{gtin}", lot.Gtin, StringComparison.Ordinal).Replace("{number}", Uri.EscapeDataString(lot.Number), StringComparison.Ordinal);
            path = path.Replace("{id}", Path.Contains("/locations", StringComparison.Ordinal) ? own ? parties.OwnPlace : parties.ForeignPlace : parties.Owner.Id, StringComparison.Ordinal);
            foreach (var (name, value) in Parts) path = path.Replace($"{{{name}}}", value, StringComparison.Ordinal);
            Assert.False(path.Contains('{', StringComparison.Ordinal), $"{Path}: say in {nameof(Parts)} what stands there");
            return path;
        }

        public HttpContent? Body()
        {
            if (Bodies.TryGetValue(Id, out var make)) return make();
            if (!Takes.Any()) return null;
            foreach (var (type, body) in Examples) return new StringContent(body, Encoding.UTF8, type);
            throw new InvalidOperationException($"{this} shows no example of what it takes: add one to Ledger/Description/Examples, named {Id}.what-it-shows.json.");
        }
    }

    private sealed record Parties(Member Owner, JsonObject Own, JsonObject Foreign, string OwnPlace, string ForeignPlace, IReadOnlyDictionary<Role, HttpClient> Keys)
    {
        public static async Task<Parties> AdmitAsync(LedgerApp app)
        {
            var (owner, other) = (await app.AdmitAsync("importer"), await app.AdmitAsync("importer"));
            var keys = new Dictionary<Role, HttpClient>
            {
                [Role.Importer] = owner.Http,
                [Role.Laboratory] = (await app.AdmitAsync("laboratory")).Http,
                [Role.Inspector] = (await app.AdmitAsync("authority")).Http,
                [Role.Supervisor] = await app.ClientAsync("inspection", "supervisor"),
                [Role.Admin] = (await app.AdmitAsync("operator")).Http,
            };
            foreach (var role in new[] { Role.ColdStore, Role.Wholesaler, Role.Retailer, Role.Reader })
                keys[role] = await app.ClientAsync(owner.Id, JsonNamingPolicy.CamelCase.ConvertName(role.ToString()));
            return new(owner, await app.RegisterLotAsync(owner), await app.RegisterLotAsync(other), await PlaceAsync(owner), await PlaceAsync(other), keys);
        }

        // Whoever may change a lot of their own gets a fresh one: the lot of the cell before may be destroyed by now.
        public async Task<JsonObject> LotAsync(LedgerApp app, Route route, bool own, Reach reach) =>
            !own ? Foreign : route is { Method: not "GET", HasOwner: true } && reach != Reach.None ? await app.RegisterLotAsync(Owner) : Own;

        private static async Task<string> PlaceAsync(Member member)
        {
            using var answer = await member.Http.PostAsJsonAsync("/api/locations", Members.NewPlace());
            return (string)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["location"]!["id"]!;
        }
    }
}
