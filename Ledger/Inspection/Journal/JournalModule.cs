using Lotmark.Ledger.Access;
using Lotmark.Ledger.Access.Accounts;

namespace Lotmark.Ledger.Inspection.Journal;

/// <summary>Notes every look-up and act of inspectors, in a browser or through the API, before it is carried out.</summary>
public static class JournalModule
{
    private static readonly Role[] Noted = [Role.Inspector, Role.Supervisor];

    /// <summary>Adds the journal.</summary>
    public static void AddJournal(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(new SchemaFile("Inspection.Journal.schema.sql"));
        builder.Services.AddSingleton<LookUps>();
    }

    /// <summary>Notes requests that come past sign-in. What can't be noted is not answered.</summary>
    public static void UseJournal(this WebApplication app) => app.Use(async (context, next) =>
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<Opening>() is { } opening && Actor.Of(context.User) is { } actor && Noted.Contains(actor.Role))
            await context.RequestServices.GetRequiredService<LookUps>().NoteAsync(actor, SignedInAccount.Of(context.User), opening.Operation, context.Request, context.RequestAborted);
        await next(context);
    });
}
