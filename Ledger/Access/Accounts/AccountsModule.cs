using Microsoft.AspNetCore.Authentication.Cookies;

namespace Lotmark.Ledger.Access.Accounts;

/// <summary>Sign-in of people, by password and second factor.</summary>
public static class AccountsModule
{
    /// <summary>Where people sign in.</summary>
    public const string SignInPath = "/inspect/sign-in";

    /// <summary>Parameter with the path that they wanted.</summary>
    public const string ReturnParameter = "to";

    private static readonly TimeSpan Halfway = TimeSpan.FromMinutes(5);

    /// <summary>Adds it.</summary>
    public static void AddAccounts(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(new SchemaFile("Access.Accounts.schema.sql"));
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddSingleton<AccountStore>();
        builder.Services.AddSingleton<SessionStore>();
        builder.Services.AddSingleton<FirstAccount>();
        builder.Services.AddAuthentication()
            .AddCookie(SignedInAccount.Scheme, options =>
            {
                Harden(options, "lotmark-desk");
                options.ExpireTimeSpan = SessionStore.Longest;
                options.SlidingExpiration = false; // the store knows when it was last used
            })
            .AddCookie(SignedInAccount.HalfScheme, options =>
            {
                Harden(options, "lotmark-desk-half");
                options.ExpireTimeSpan = Halfway;
                options.SlidingExpiration = false;
            });
        builder.Services.AddOptions<CookieAuthenticationOptions>(SignedInAccount.Scheme).Configure<SessionStore>((options, sessions) => options.SessionStore = sessions);
    }

    // Lax, so that a link in a mail leads where it points; what changes something asks for a token besides.
    private static void Harden(CookieAuthenticationOptions options, string name)
    {
        options.Cookie.Name = name;
        options.Cookie.Path = "/inspect";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.LoginPath = SignInPath;
        options.ReturnUrlParameter = ReturnParameter;
        options.Events.OnRedirectToAccessDenied = context =>
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        };
    }
}
