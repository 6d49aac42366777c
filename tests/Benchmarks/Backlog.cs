using System.Globalization;

namespace Lotmark.Benchmarks;

/// <summary>Events as registrations leave them, by the hundred thousand: written straight into the event tables, where the trigger notes them as pending.</summary>
internal static class Backlog
{
    private const int Piece = 100_000;

    /// <summary>Adds the next event to each of the lots from one number up to another.</summary>
    public static async Task AddAsync(BenchmarkLedger ledger, int from, int to)
    {
        for (var at = from; at < to; at += Piece)
        {
            await ledger.ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $$"""
                with lots as (
                    select '01/09520123451189/10/B-' || n as id, coalesce(s.version, 0) + 1 as version, n
                    from generate_series({{at}}, {{Math.Min(at + Piece, to) - 1}}) n left join lotmark.mt_streams s on s.id = '01/09520123451189/10/B-' || n),
                streams as (
                    insert into lotmark.mt_streams (id, version, timestamp, created) select id, version, now(), now() from lots
                    on conflict (id) do update set version = excluded.version)
                insert into lotmark.mt_events (seq_id, id, stream_id, version, data, type, timestamp, mt_dotnet_type)
                select nextval('lotmark.mt_events_sequence'), uuidv7(), id, version, jsonb_build_object('by', jsonb_build_object('key', 'benchmark', 'organisation', 'example-foods-ningbo'),
                    'description', jsonb_build_object('gtin', '09520123451189', 'lotNumber', 'B-' || n, 'productName', jsonb_build_object('zh', '冻南美白虾', 'en', 'Frozen whiteleg shrimp'),
                        'category', 'crustacean', 'packSize', '10 kg', 'packStyle', 'carton', 'quantity', 1200, 'packageCount', 1200, 'netWeightKg', 12000.5, 'productionDate', '2026-09-17',
                        'storageTempMaxC', -18, 'hsCode', '0306179000', 'originCountry', 'EC', 'exportCountry', 'EC', 'portOfEntry', 'CNNGB', 'entryDate', '2026-11-07',
                        'customsDeclarationNo', jsonb_build_object('salt', encode(decode(md5(n::text), 'hex'), 'base64'), 'confidential', '310120261000' || lpad((n % 1000000)::text, 6, '0')),
                        'containerNo', 'MSKU1234565', 'transportMode', 'sea')), 'lot_registered', now(), 'Lotmark.Ledger.Lots.LotRegistered, Ledger'
                from lots
                """));
        }
    }
}
