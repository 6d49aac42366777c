namespace Lotmark.Scanner.Lots;

/// <summary>Lots can't be looked up just now; asked again in a moment, they may.</summary>
public sealed class LotsAwayException(Exception why) : Exception("Lots can't be looked up just now.", why);
