using Lotmark.Ledger.Access.Accounts;
using Lotmark.Ledger.Problems;
using Lotmark.Scanner.Languages;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Lotmark.Ledger.Inspection.Desk;

/// <summary>What every page of the desk needs: who reads it, in which language, and the token of its forms.</summary>
/// <param name="Language">Chinese or English.</param>
/// <param name="Reader">Who is signed in; null before that.</param>
/// <param name="Address">Path and query of the page.</param>
/// <param name="Token">What its forms carry.</param>
public sealed record DeskSetting(AnswerLanguage Language, SignedInAccount? Reader, string Address, string Token)
{
    private const string LanguageCookie = "lotmark-desk-language";

    /// <summary>The words in the reader's language.</summary>
    public string this[string en, string zh] => IsChinese ? zh : en;

    /// <summary>The words in the reader's language.</summary>
    public string this[Problems.Wording words] => words.In(Language);

    /// <summary>Whether it is Chinese.</summary>
    public bool IsChinese => Language == AnswerLanguage.Chinese;

    /// <summary>Its tag (RFC 5646).</summary>
    public string Tag => IsChinese ? "zh-CN" : "en";

    /// <summary>The address that changes the language and comes back.</summary>
    public string OtherLanguage => $"/inspect/language/{(IsChinese ? "en" : "zh")}?to={Uri.EscapeDataString(Address)}";

    /// <summary>The name of a country or region.</summary>
    public string Country(string code) => PlaceNames.Country(code, IsChinese ? Scanner.Languages.Language.Zh : Scanner.Languages.Language.En);

    /// <summary>A name in the reader's language, or in the other one.</summary>
    public string Name(string? zh, string? en) => (IsChinese ? zh ?? en : en ?? zh) ?? "";

    /// <summary>The language of a request, for what has no forms and asks nobody who reads it.</summary>
    public static DeskSetting For(HttpContext context) => new(LanguageOf(context), null, HttpMethods.IsGet(context.Request.Method) ? AddressOf(context.Request) : "", "");

    /// <summary>The setting of a request.</summary>
    public static DeskSetting Of(HttpContext context) => new(
        LanguageOf(context), SignedInAccount.Of(context.User), AddressOf(context.Request),
        context.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(context).RequestToken!);

    private static string AddressOf(HttpRequest request) => $"{request.PathBase}{request.Path}{request.QueryString}";

    private static AnswerLanguage LanguageOf(HttpContext context) => context.Request.Cookies[LanguageCookie] switch
    {
        "zh" => AnswerLanguage.Chinese,
        "en" => AnswerLanguage.English,
        _ => Problems.Wording.AskedFor(context),
    };

    /// <summary>A page of the desk.</summary>
    public RazorComponentResult<TPage> Page<TPage>(int status, params IEnumerable<(string Name, object? Value)> subject) where TPage : IComponent
    {
        var parameters = subject.ToDictionary(s => s.Name, s => s.Value);
        parameters["Say"] = this;
        return new(parameters) { StatusCode = status, PreventStreamingRendering = true };
    }

    /// <summary>Where to go on; the desk itself when it is no path of the desk.</summary>
    public static string Within(string? to) =>
        to is not null && (to == "/inspect" || to.StartsWith("/inspect/", StringComparison.Ordinal) || to.StartsWith("/inspect?", StringComparison.Ordinal)) && !to.Any(c => c is '\\' || char.IsControl(c)) ? to : "/inspect";

    internal static RedirectHttpResult Choose(string language, string? to, HttpContext context)
    {
        if (language is "zh" or "en")
            context.Response.Cookies.Append(LanguageCookie, language, new() { Path = "/inspect", HttpOnly = true, SameSite = SameSiteMode.Lax, MaxAge = TimeSpan.FromDays(365), Secure = context.Request.IsHttps });
        return TypedResults.LocalRedirect(Within(to));
    }
}
