using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Lotmark.Scanner.DigitalLinks;

namespace Lotmark.Ledger.Tests.Access;

/// <summary>An organisation that a test admitted, and a client that signs in as it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Uscc">Its code.</param>
/// <param name="Http">Signs in with a key of its kind's first role.</param>
public sealed record Member(string Id, string Uscc, HttpClient Http);

/// <summary>Admits organisations and makes keys, as the operator does.</summary>
public static class Members
{
    private const string UsccAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private static int _codes;

    extension(LedgerApp app)
    {
        /// <summary>Admits an organisation of this kind and makes it a key of this role; the kind's own where none is named.</summary>
        public async Task<Member> AdmitAsync(string kind, string? role = null)
        {
            var organisation = NewOrganisation(kind);
            using var answer = await app.Admin.PostAsJsonAsync("/api/organisations", organisation);
            Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
            var id = (string)organisation["id"]!;
            return new(id, (string)organisation["uscc"]!, await app.ClientAsync(id, role ?? (kind is "authority" ? "inspector" : kind is "operator" ? "admin" : kind)));
        }

        /// <summary>A client with a fresh key of this role.</summary>
        public async Task<HttpClient> ClientAsync(string organisation, string role)
        {
            var (key, _) = await app.KeyAsync(organisation, role);
            return app.ClientWith(key);
        }

        /// <summary>A fresh key.</summary>
        public async Task<(string Key, string Label)> KeyAsync(string organisation, string role, DateTimeOffset? expiresAt = null)
        {
            var label = $"{role}-{Interlocked.Increment(ref _codes)}";
            using var answer = await app.Admin.PostAsJsonAsync($"/api/organisations/{organisation}/keys", new { role, label, expiresAt });
            Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
            return ((string)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["key"]!, label);
        }

        /// <summary>A client that signs in with this key.</summary>
        public HttpClient ClientWith(string key)
        {
            var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = app.Anybody.BaseAddress };
            client.DefaultRequestHeaders.Authorization = new("Bearer", key);
            return client;
        }

        /// <summary>A lot that this importer registered.</summary>
        public async Task<JsonObject> RegisterLotAsync(Member importer, Action<JsonObject>? change = null)
        {
            var lot = app.NewRegistration();
            change?.Invoke(lot);
            lot["importer"]!["uscc"] = importer.Uscc;
            using var answer = await importer.Http.PostAsJsonAsync("/api/lots", lot);
            Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
            return lot;
        }
    }

    /// <summary>An organisation that was not admitted yet.</summary>
    public static JsonObject NewOrganisation(string kind)
    {
        var number = Interlocked.Increment(ref _codes);
        return new()
        {
            ["id"] = string.Create(CultureInfo.InvariantCulture, $"{kind.ToLowerInvariant()}-{number}"),
            ["kind"] = kind,
            ["name"] = new JsonObject { ["zh"] = $"测试单位{number}", ["en"] = $"Test organisation {number}" },
            ["uscc"] = Uscc(number),
            ["gln"] = Gln(number),
            ["address"] = "5 Sample Road, Ningbo",
        };
    }

    /// <summary>A place that was not registered yet.</summary>
    public static JsonObject NewPlace() => new()
    {
        ["gln"] = Gln(Interlocked.Increment(ref _codes)),
        ["name"] = new JsonObject { ["zh"] = "测试冷库", ["en"] = "Test cold store" },
        ["phone"] = "0574-1111-2222",
        ["streetAddress"] = "6 Sample Road",
        ["city"] = "Ningbo",
        ["region"] = "Zhejiang",
        ["postalCode"] = "315800",
        ["country"] = "CN",
    };

    private static string Gln(int number)
    {
        var digits = string.Create(CultureInfo.InvariantCulture, $"9520124{number:D5}");
        return digits + CheckDigit.Of(digits);
    }

    private static string Uscc(int number)
    {
        var code = string.Create(CultureInfo.InvariantCulture, $"91330299MA{number:D7}");
        var (sum, weight) = (0, 1);
        foreach (var c in code)
        {
            sum += UsccAlphabet.IndexOf(c) * weight;
            weight = weight * 3 % 31;
        }
        return code + UsccAlphabet[(31 - sum % 31) % 31];
    }
}
