using Lotmark.Scanner.Scan;

namespace Lotmark.Scanner.Languages;

/// <summary>The scan page in English.</summary>
internal sealed class EnglishScanWording : ScanWording
{
    public static readonly EnglishScanWording Instance = new();

    public override string Title => "Scan a lot code";
    public override string Lead => "Scan the code on the pack, choose a photo of it, or type the numbers printed next to it.";
    public override string NeedsScript => "Camera and photos need JavaScript, which is off in this browser. Typing works without it.";

    public override string Camera => "With the camera";
    public override string StartCamera => "Start the camera";
    public override string StopCamera => "Stop the camera";
    public override string CameraMeans => "Your browser asks you first. The picture stays on this device; only what the code says is looked up.";
    public override string CameraPicture => "What the camera sees";
    public override string WhichCamera => "Which camera";
    public override string Torch => "Light";
    public override string Searching => "Hold the code in front of the camera.";
    public override string Refused => "The camera was refused. Allow it in the settings of your browser, or use a photo or type the numbers.";
    public override string Missing => "No camera was found. Use a photo or type the numbers.";
    public override string Busy => "The camera cannot be used now; perhaps another app has it. Close that app and try again, or use a photo or type the numbers.";
    public override string Insecure => "This browser gives no camera to this page; it does so only over https. Use a photo or type the numbers.";
    public override string Hidden => "The camera was stopped, because the page was out of sight.";

    public override string Photo => "From a photo";
    public override string ChoosePhoto => "Choose or take a photo";
    public override string PhotoMeans => "It is read on this device and not sent anywhere.";
    public override string Reading => "Reading the photo …";
    public override string NoCode => "No QR code was found in the photo. Take one that is sharp, straight and near, or type the numbers.";
    public override string NoPicture => "This file cannot be read as a picture. Choose a photo, JPEG or PNG.";
    public override string NoDecoder => "The part of this page that reads codes could not be loaded. Check your connection and try again, or type the numbers.";

    public override string Opening => "Code found. Opening the lot …";
    public override string Offline => "A code was read, but there is no answer from the server. Check your connection and scan again.";

    public override string Elsewhere(string site) => $"This code leads to another site, {site}. We do not open it. Here is what this ledger says about the same numbers.";

    public override string HeldHere(string standing) => $"This lot is registered here: {standing}.";
    public override string NotHeldHere => "This lot is not registered here.";
    public override string OpenHere => "See it in this ledger";

    public override string Type => "By hand";
    public override string TypeMeans => "Both numbers are printed on the label, often behind (01) and (10).";
    public override string GtinHint => "8, 12, 13 or 14 digits, as under the barcode";
    public override string LotHint => "Exactly as printed: capital letters and signs count";
    public override string LookUp => "Look up this lot";
    public override string Paste => "Paste a code";
    public override string PasteLabel => "What the code says";
    public override string PasteHint => "A web address with /01/ and /10/, or (01)…(10)…";

    public override string NothingFound => "No lot could be looked up";

    public override string Mistake(ScanMistake mistake) => mistake switch
    {
        ScanMistake.GtinMissing => "The product number is missing.",
        ScanMistake.GtinForm => "The product number must have 8, 12, 13 or 14 digits and nothing else.",
        ScanMistake.CodeMissing => "Nothing was pasted.",
        ScanMistake.CodeTooLong => $"This is not a lot code: it has more than {ScannedCode.Longest} characters.",
        ScanMistake.OnlyAProduct => "This code names the product but not the lot. Type the lot number from the pack.",
        _ => "This is not a lot code. One looks like https://…/01/product number/10/lot number or (01)product number(10)lot number.",
    };
}
