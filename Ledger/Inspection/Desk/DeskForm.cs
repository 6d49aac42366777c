using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using FluentValidation;
using Lotmark.Ledger.Problems;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Inspection.Desk;

/// <summary>Reads a form of the desk as the API reads a body: the same texts and numbers are taken and refused, in the same words.</summary>
internal static class DeskForm
{
    private const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;

    /// <summary>The request that a form makes, checked. Fields that are empty are absent; lines of a text are joined.</summary>
    public static T Read<T>(IFormCollection form, IValidator<T> validator, FieldErrors errors) where T : class, new()
    {
        var body = new JsonObject();
        foreach (var property in StrictJson.Options.GetTypeInfo(typeof(T)).Properties)
        {
            var given = form[property.Name].Select(Line).Where(text => text.Length > 0).ToList();
            if (given.Count == 0) continue;
            var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            body[property.Name] = type != typeof(string) && type.IsAssignableTo(typeof(System.Collections.IEnumerable))
                ? new JsonArray([.. given.Select(text => JsonValue.Create(text))])
                // What is no number is left as text, and refused as such.
                : (type == typeof(decimal) || type == typeof(int)) && decimal.TryParse(given[0], Plain, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number) : JsonValue.Create(given[0]);
        }
        var request = StrictJson.Read<T>(Encoding.UTF8.GetBytes(body.ToJsonString()), errors) ?? new();
        validator.Check(request, errors, errors);
        return request;
    }

    /// <summary>A text on one line.</summary>
    public static string Line(string? text) => string.Join(' ', (text ?? "").Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Trim();
}
