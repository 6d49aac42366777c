using JasperFx;
using JasperFx.Events;
using Lotmark.Ledger.Requests;
using Marten;
using Npgsql;

namespace Lotmark.Ledger;

/// <summary>PostgreSQL and the event store on it.</summary>
public static class StorageModule
{
    /// <summary>Adds the data source and Marten. What each capability wants of Marten stands in its own module.</summary>
    public static void AddStorage(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(services => Open(services.GetRequiredService<IConfiguration>()));
        // Marten logs the parameters of what failed, confidential values among them. Every failure reaches its caller as an exception.
        builder.Logging.AddFilter("Marten", LogLevel.None);
        builder.Services.AddSingleton<AppliedSchema>();
        builder.Services.AddMarten(options =>
        {
            options.AutoCreateSchemaObjects = AutoCreate.None; // done once, before the first request
            options.DatabaseSchemaName = "lotmark";
            options.Events.StreamIdentity = StreamIdentity.AsString;
            options.Events.AppendMode = EventAppendMode.Quick;
            options.Events.UseAdvisoryLockTransaction = true;
            options.UseSystemTextJsonForSerialization(configure: LedgerJson.Configure);
        }).UseNpgsqlDataSource().UseLightweightSessions();
    }

    // Read when first needed: an embedded server knows its address only once it runs.
    private static NpgsqlDataSource Open(IConfiguration configuration)
    {
        var connection = new NpgsqlConnectionStringBuilder(configuration.GetConnectionString("Ledger"))
        {
            ApplicationName = "lotmark",
            MaxAutoPrepare = 100,
            Timezone = "UTC", // Marten's server timestamps are right in no other
        };
        if (!connection.ContainsKey("Maximum Pool Size")) connection.MaxPoolSize = 20;
        return NpgsqlDataSource.Create(connection.ConnectionString);
    }
}
