using System.Collections.Frozen;
using FluentValidation;
using FluentValidation.Validators;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Description;

/// <summary>What requests must have and may have. The records can't tell, everything in them is nullable; the validators can.</summary>
public sealed class RequestRules
{
    private readonly FrozenDictionary<Type, Dictionary<string, MemberRules>> _byType;

    /// <summary>Asks all validators of this service.</summary>
    public RequestRules(IServiceProvider services, IEnumerable<RequestType> requests)
    {
        var found = new Dictionary<Type, Dictionary<string, MemberRules>>();
        foreach (var request in requests) Note((IValidator)services.GetRequiredService(typeof(IValidator<>).MakeGenericType(request.Type)), request.Type, found);
        _byType = found.ToFrozenDictionary();
    }

    /// <summary>The rules of a request's members, by their names in C#; null for what is no request.</summary>
    public IReadOnlyDictionary<string, MemberRules>? Of(Type type) => _byType.GetValueOrDefault(type);

    private static void Note(IValidator validator, Type type, Dictionary<Type, Dictionary<string, MemberRules>> found)
    {
        found.TryAdd(type, []);
        foreach (var rule in validator.CreateDescriptor().Rules)
        {
            foreach (var component in rule.Components)
            {
                if (component.Validator is IDescribedRule said && rule.Member is { DeclaringType: { } owner, Name: var name })
                {
                    found.TryAdd(owner, []);
                    var before = found[owner].GetValueOrDefault(name) ?? new(false, null, null);
                    // A rule on a member's member holds where the outer one is there: that is its condition.
                    var always = owner != type || !(rule.HasCondition || component.HasCondition);
                    found[owner][name] = new(before.Required || (said.Required && always), said.AtMost ?? before.AtMost, said.OneOf ?? before.OneOf);
                }
                if (component.Validator is IChildValidatorAdaptor { ValidatorType: var child } && Activator.CreateInstance(child, nonPublic: true) is IValidator inner)
                    Note(inner, rule.TypeToValidate, found);
            }
        }
    }
}

/// <summary>What is said of one member.</summary>
/// <param name="Required">Whether it must be there.</param>
/// <param name="AtMost">Most characters; null when nothing is said.</param>
/// <param name="OneOf">The codes that are taken; null when it is no code.</param>
public sealed record MemberRules(bool Required, int? AtMost, IReadOnlyCollection<string>? OneOf);

/// <summary>A type that is validated when it comes in.</summary>
/// <param name="Type">The request.</param>
public sealed record RequestType(Type Type);
