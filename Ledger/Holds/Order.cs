using FluentValidation;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Holds;

/// <summary>What an order about a lot says.</summary>
public abstract record Order
{
    /// <summary>Why; stands in the public log.</summary>
    public string? Reason { get; init; }

    /// <summary>The provision it rests on, e.g. Food Safety Law, article 63; stands in the public log.</summary>
    public string? LegalBasis { get; init; }

    /// <summary>When an order is well formed.</summary>
    public sealed class Validator<TOrder> : AbstractValidator<TOrder> where TOrder : Order
    {
        /// <summary>Rules.</summary>
        public Validator()
        {
            RuleFor(x => x.Reason).Required().AtMost(500);
            RuleFor(x => x.LegalBasis).AtMost(200);
        }
    }
}
