using FluentValidation;
using FluentValidation.Results;
using FluentValidation.Validators;
using Lotmark.Ledger.Problems;

namespace Lotmark.Ledger.Requests;

/// <summary>What a rule says of a value in words that an API description has too (JSON Schema).</summary>
public interface IDescribedRule
{
    /// <summary>The value must be there.</summary>
    bool Required { get; }

    /// <summary>Most characters of a text; null when the rule is none about that.</summary>
    int? AtMost { get; }

    /// <summary>The codes that are taken; null when the rule is none about that.</summary>
    IReadOnlyCollection<string>? OneOf { get; }
}

/// <summary>A check that tells what it asks for, besides asking.</summary>
internal sealed class DescribedRule<T, TValue>(Func<TValue, FieldProblem?> check) : PropertyValidator<T, TValue>, IDescribedRule
{
    public override string Name => "DescribedRule";

    public bool Required { get; init; }

    public int? AtMost { get; init; }

    public IReadOnlyCollection<string>? OneOf { get; init; }

    public override bool IsValid(ValidationContext<T> context, TValue value)
    {
        if (check(value) is { } problem)
            context.AddFailure(new ValidationFailure(context.PropertyPath, problem.En, value) { CustomState = problem, ErrorCode = problem.Code });
        return true; // told already, in both languages
    }
}
