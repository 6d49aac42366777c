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
        var connection = new NpgsqlConnectionStringBuilder(builder.Configuration.GetConnectionString("Ledger"))
        {
            ApplicationName = "lotmark",
            MaxAutoPrepare = 100,
            Timezone = "UTC", // Marten's server timestamps are right in no other
        };
        if (!connection.ContainsKey("Maximum Pool Size")) connection.MaxPoolSize = 20;
        builder.Services.AddSingleton(NpgsqlDataSource.Create(connection.ConnectionString));
        builder.Services.AddMarten(options =>
        {
            options.DatabaseSchemaName = "lotmark";
            options.Events.StreamIdentity = StreamIdentity.AsString;
            options.Events.AppendMode = EventAppendMode.Quick;
            options.Events.UseAdvisoryLockTransaction = true;
            options.UseSystemTextJsonForSerialization(configure: LedgerJson.Configure);
        }).UseNpgsqlDataSource().UseLightweightSessions();
    }
}
