using JasperFx;
using Marten;
using Npgsql;

namespace Lotmark.Ledger;

/// <summary>Brings the tables to what this build wants. A start of the same build on the same database has nothing to compare.</summary>
public sealed class AppliedSchema(NpgsqlDataSource database, IDocumentStore store, IEnumerable<SchemaFile> files)
{
    private readonly string _build =
        $"{typeof(AppliedSchema).Module.ModuleVersionId} {typeof(IDocumentStore).Module.ModuleVersionId} {string.Join(' ', files.Select(f => f.Name))}";

    /// <summary>Makes what is missing, once per build and database.</summary>
    public async Task EnsureAsync(CancellationToken cancel)
    {
        if (await MadeByAsync(cancel) == _build) return;
        await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync(AutoCreate.CreateOrUpdate);
        foreach (var file in files) await ApplyAsync(file, cancel);
        await using var note = database.CreateCommand("""
            create table if not exists lotmark.made_by (only_row boolean primary key default true check (only_row), build text not null);
            insert into lotmark.made_by (build) values (@build) on conflict (only_row) do update set build = excluded.build
            """);
        note.Parameters.AddWithValue("build", _build);
        await note.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Runs one file.</summary>
    public async Task ApplyAsync(SchemaFile file, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(EmbeddedSql.Read(file.Name));
        await command.ExecuteNonQueryAsync(cancel);
    }

    private async Task<string?> MadeByAsync(CancellationToken cancel)
    {
        try
        {
            await using var command = database.CreateCommand("select build from lotmark.made_by");
            return (string?)await command.ExecuteScalarAsync(cancel);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            return null;
        }
        catch (NpgsqlException e) when (e is not PostgresException || e.SqlState is PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidCatalogName)
        {
            throw new StartupException($"The database of ConnectionStrings:Ledger can't be used: {e.Message}", e);
        }
    }
}
