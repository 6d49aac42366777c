using System.Globalization;
using System.Text.Json;
using FluentValidation;
using FluentValidation.Results;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Problems;

namespace Lotmark.Ledger.Requests;

/// <summary>The words in which validators are written. The first problem of a field is the one that is told.</summary>
public static class Rules
{
    private static readonly FieldProblem Missing = new("required", "This field is required.", "此字段必填。");

    extension<T>(IValidator<T> validator)
    {
        /// <summary>Notes all that is wrong with a request, and all that is only unusual, by the paths of its JSON.</summary>
        public void Check(T request, FieldErrors errors, FieldErrors warnings)
        {
            foreach (var failure in validator.Validate(request).Errors)
                (failure.Severity == Severity.Warning ? warnings : errors).Add(
                    JsonPath(failure.PropertyName), (FieldProblem)failure.CustomState, Shown(failure.AttemptedValue));
        }
    }

    extension<T, TValue>(IRuleBuilder<T, TValue> rule)
    {
        /// <summary>The value must be there, and not blank.</summary>
        public IRuleBuilder<T, TValue> Required() =>
            rule.SetValidator(new DescribedRule<T, TValue>(value => value is null or "" ? Missing : null) { Required = true });

        /// <summary>The value must pass a check.</summary>
        public IRuleBuilder<T, TValue> Check(Func<TValue, FieldProblem?> check) => rule.Check((_, value) => check(value));

        /// <summary>The value must pass a check that may look at the whole request.</summary>
        public IRuleBuilder<T, TValue> Check(Func<T, TValue, FieldProblem?> check) => rule.Note(Severity.Error, check);

        /// <summary>What is unusual about the value is told and stops nothing.</summary>
        public IRuleBuilder<T, TValue> Warn(Func<T, TValue, FieldProblem?> check) => rule.Note(Severity.Warning, check);

        private IRuleBuilder<T, TValue> Note(Severity severity, Func<T, TValue, FieldProblem?> check) => rule.Custom((value, context) =>
        {
            if (check(context.InstanceToValidate, value) is not { } problem) return;
            context.AddFailure(new ValidationFailure(context.PropertyPath, problem.En, value) { CustomState = problem, ErrorCode = problem.Code, Severity = severity });
        });
    }

    private static string JsonPath(string memberPath) => string.Join('.', memberPath.Split('.').Select(JsonNamingPolicy.CamelCase.ConvertName));

    // Objects and lists have no short form worth showing.
    private static string? Shown(object? value) => value is string or (ValueType and not JsonElement) ? Convert.ToString(value, CultureInfo.InvariantCulture) : null;

    /// <summary>What is wrong with a text as an identifier of this kind; null when it is right or not given.</summary>
    public static FieldProblem? FormOf<TIdentifier>(string? text) where TIdentifier : struct, IIdentifier<TIdentifier> =>
        text is null or "" || TIdentifier.TryParse(text, out _, out var problem) ? null : problem;

    extension<T>(IRuleBuilder<T, string?> rule)
    {
        /// <summary>The text may have at most this many characters.</summary>
        public IRuleBuilder<T, string?> AtMost(int characters) =>
            rule.SetValidator(new DescribedRule<T, string?>(text => text?.Length > characters
                ? new("text-length", $"This text has {text.Length} characters; at most {characters} are allowed.", $"文本有{text.Length}个字符，最多允许{characters}个。")
                : null)
            { AtMost = characters });

        /// <summary>The text, if given, must be one of these codes.</summary>
        public IRuleBuilder<T, string?> OneOf(IReadOnlyCollection<string> codes) =>
            rule.SetValidator(new DescribedRule<T, string?>(text => text is null or "" || codes.Contains(text)
                ? null
                : new("unknown-code", $"This must be one of {string.Join(", ", codes)}.", $"应为以下代码之一：{string.Join("、", codes)}。"))
            { OneOf = codes });
    }

    extension<T>(IRuleBuilder<T, decimal?> rule)
    {
        /// <summary>The number, if given, must be greater than zero.</summary>
        public IRuleBuilder<T, decimal?> Positive() =>
            rule.Check((_, number) => number <= 0 ? new("not-positive", "This number must be greater than 0.", "此数字必须大于0。") : null);
    }
}
