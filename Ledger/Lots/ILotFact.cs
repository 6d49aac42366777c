using Lotmark.Ledger.Access;
using Marten;

namespace Lotmark.Ledger.Lots;

/// <summary>
/// A fact about one lot, in the past tense: an event as it is stored. Once released, a fact may gain optional members but is
/// never renamed or repurposed: old ledgers must replay for ever.
/// </summary>
public interface ILotFact
{
    /// <summary>Who recorded it.</summary>
    RecordedBy By { get; }

    /// <summary>The lot after this fact. Reads no clock and refuses nothing: what is recorded, happened.</summary>
    Lot Apply(Lot lot, FactPlace place);
}

/// <summary>A fact with which a lot begins.</summary>
public interface ILotBeginning : ILotFact
{
    /// <summary>What is declared about the lot.</summary>
    LotDescription Description { get; }

    /// <summary>The lot as it begins.</summary>
    Lot Begin(string id, FactPlace place);
}

/// <summary>A fact with two sides: who recorded it, and whom it goes to.</summary>
public interface IHandover : ILotFact
{
    /// <summary>Organisation on the other side.</summary>
    string OtherSide { get; }
}

/// <summary>Where a fact stands in the life of its lot.</summary>
/// <param name="Version">Its number, from 1.</param>
/// <param name="RecordedAt">When it was recorded.</param>
public readonly record struct FactPlace(int Version, DateTimeOffset RecordedAt);

/// <summary>Who recorded a fact: an organisation and the key it used. Never a person.</summary>
/// <param name="Organisation">Id of the organisation.</param>
/// <param name="Key">Label of the API key.</param>
public sealed record RecordedBy(string Organisation, string Key)
{
    /// <summary>Who acts.</summary>
    public static RecordedBy Of(Actor actor) => new(actor.Organisation, actor.Key);
}

/// <summary>A kind of fact and the name under which it is stored.</summary>
public sealed record LotFactType(string Name, Type Type);

/// <summary>Makes kinds of facts known.</summary>
public static class LotFactTypes
{
    /// <summary>Names a kind of fact, for the event store and for reading it back.</summary>
    public static void AddLotFact<TFact>(this WebApplicationBuilder builder, string name) where TFact : class, ILotFact
    {
        builder.Services.AddSingleton(new LotFactType(name, typeof(TFact)));
        builder.Services.ConfigureMarten(options => options.Events.MapEventType<TFact>(name));
    }
}
