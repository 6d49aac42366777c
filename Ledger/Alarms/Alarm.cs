namespace Lotmark.Ledger.Alarms;

/// <summary>Something that a person must look at: the service states it until it is put right.</summary>
/// <param name="Code">Stable code, kebab case.</param>
/// <param name="Message">What is wrong and what to do, one or two sentences.</param>
/// <param name="Since">When it was first stated.</param>
public sealed record Alarm(string Code, string Message, DateTimeOffset Since);
