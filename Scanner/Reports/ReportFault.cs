namespace Lotmark.Scanner.Reports;

/// <summary>A field of the form, or the form as a whole.</summary>
public enum ReportField
{
    /// <summary>What is wrong.</summary>
    Kind,

    /// <summary>Where it was bought or seen.</summary>
    Place,

    /// <summary>More, in words.</summary>
    Text,

    /// <summary>How to reach who reports.</summary>
    Contact,

    /// <summary>A picture.</summary>
    Photo,

    /// <summary>None in particular.</summary>
    Form,
}

/// <summary>What is wrong with a field. The words for it stand in <see cref="ReportWording"/>.</summary>
public enum ReportFault
{
    /// <summary>Nothing was chosen or written.</summary>
    Missing,

    /// <summary>More characters than are kept.</summary>
    TooLong,

    /// <summary>Control characters, marks that turn the direction of text, or no UTF-8.</summary>
    Characters,

    /// <summary>A place with digits or symbols.</summary>
    PlaceCharacters,

    /// <summary>A file of more bytes than are taken.</summary>
    PhotoTooLarge,

    /// <summary>A file that is no picture of the kinds taken.</summary>
    PhotoKind,

    /// <summary>A picture of more pixels than are drawn.</summary>
    PhotoPixels,

    /// <summary>A picture that is cut off or damaged.</summary>
    PhotoBroken,

    /// <summary>The form was shown too long ago, for another lot, or never.</summary>
    FormTooOld,

    /// <summary>The form came back quicker than anybody fills it in.</summary>
    FormTooQuick,

    /// <summary>The field that people don't see was filled in.</summary>
    Trap,

    /// <summary>The form was sent from another site.</summary>
    OtherSite,

    /// <summary>Who keeps reports can't be reached just now.</summary>
    Away,

    /// <summary>What came is no such form, or not all of it.</summary>
    Unreadable,
}
