namespace Lotmark.Scanner;

/// <summary>Where the service is reached from outside. Known only once the host listens, so it is asked for each time.</summary>
internal sealed class PublicAddress(Func<string> url)
{
    public string Url => url();
}
