using FluentValidation;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Custody;

/// <summary>The business document that a movement rests on (21 CFR 1.1340: reference document type and number).</summary>
/// <param name="Type">CBV business transaction type, see <see cref="ReferenceRequest.Types" />.</param>
/// <param name="Number">Its number; not public.</param>
public sealed record Reference(string Type, Confidential Number);

/// <summary>A reference document as a request names it.</summary>
public sealed record ReferenceRequest
{
    /// <summary>CBV 2.0 business transaction types: purchase order, despatch advice, receiving advice, invoice, bill of lading, certificate, test result; or another.</summary>
    public static readonly IReadOnlyList<string> Types = ["po", "desadv", "recadv", "inv", "bol", "cert", "testres", "other"];

    /// <summary>Kind of document, one of <see cref="Types" />.</summary>
    public string? Type { get; init; }

    /// <summary>Its number.</summary>
    public string? Number { get; init; }

    internal Reference Sealed() => new(Type!, Confidential.Seal(Number!));

    internal sealed class Rules : AbstractValidator<ReferenceRequest?>
    {
        public Rules()
        {
            RuleFor(x => x!.Type).Required().OneOf(Types);
            RuleFor(x => x!.Number).Required().AtMost(60);
        }
    }
}
