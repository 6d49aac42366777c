using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;

namespace Lotmark.Scanner.DigitalLinks;

/// <summary>What the value behind an Application Identifier may look like: parts that follow each other, of which the last may be missing.</summary>
internal sealed class ValueForm
{
    // ISO 3166-1, numeric.
    private static readonly FrozenSet<string> Countries = """
        004 008 010 012 016 020 024 028 031 032 036 040 044 048 050 051 052 056 060 064 068 070 072 074 076 084 086 090 092 096 100 104
        108 112 116 120 124 132 136 140 144 148 152 156 158 162 166 170 174 175 178 180 184 188 191 192 196 203 204 208 212 214 218 222
        226 231 232 233 234 238 239 242 246 248 250 254 258 260 262 266 268 270 275 276 288 292 296 300 304 308 312 316 320 324 328 332
        334 336 340 344 348 352 356 360 364 368 372 376 380 384 388 392 398 400 404 408 410 414 417 418 422 426 428 430 434 438 440 442
        446 450 454 458 462 466 470 474 478 480 484 492 496 498 499 500 504 508 512 516 520 524 528 531 533 534 535 540 548 554 558 562
        566 570 574 578 580 581 583 584 585 586 591 598 600 604 608 612 616 620 624 626 630 634 638 642 643 646 652 654 659 660 662 663
        666 670 674 678 682 686 688 690 694 702 703 704 705 706 710 716 724 728 729 732 740 744 748 752 756 760 762 764 768 772 776 780
        784 788 792 795 796 798 800 804 807 818 826 831 832 833 834 840 850 854 858 860 862 876 882 887 894
        """.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet();

    private static readonly SearchValues<char> Set39 = SearchValues.Create("#-/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ");

    private static readonly SearchValues<char> Base64Url = SearchValues.Create("-=0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz");

    private readonly Part[] parts;

    private ValueForm(string text, Part[] parts) => (Text, this.parts) = (text, parts);

    /// <summary>The form for people, such as <c>YYMMDD</c> or <c>X..20</c> (notation of GS1 General Specifications, section 3.2).</summary>
    public string Text { get; }

    /// <summary>Reads a form from its parts, such as <c>n13 ?x..17</c>: a letter for the kind, then the length, <c>..</c> before it if it is the longest.</summary>
    public static ValueForm Parse(string parts)
    {
        Part[] read = [.. parts.Split(' ').Select(ReadPart)];
        return new(string.Concat(read.Select(part => part.Optional ? $"[{part.Text}]" : part.Text)), read);
    }

    /// <summary>What is wrong with a value, null if nothing is.</summary>
    public DigitalLinkFault? FaultOf(ReadOnlySpan<char> value)
    {
        if (value.IsEmpty) return DigitalLinkFault.ValueEmpty;

        foreach (var part in parts)
        {
            if (value.IsEmpty && part.Optional) return null;

            var length = Math.Min(value.Length, part.Longest);
            if (length < part.Shortest) return DigitalLinkFault.ValueForm;
            if (part.FaultOf(value[..length]) is { } fault) return fault;
            value = value[length..];
        }
        return value.IsEmpty ? null : DigitalLinkFault.ValueForm;
    }

    private static Part ReadPart(string text)
    {
        var optional = text[0] == '?';
        if (optional) text = text[1..];
        var (kind, length) = (text[0], text[1..]);
        var open = length.StartsWith("..", StringComparison.Ordinal);
        var longest = kind switch
        {
            'd' or 'D' => 6,
            't' => 4,
            'h' or 'a' => 2,
            'c' => 3,
            'C' => 15,
            'b' => 1,
            _ => int.Parse(length.TrimStart('.'), CultureInfo.InvariantCulture),
        };
        return new(kind, kind == 'C' ? 3 : open ? 1 : longest, longest, optional);
    }

    private readonly record struct Part(char Kind, int Shortest, int Longest, bool Optional)
    {
        // A company prefix has at least four digits.
        private const int ShortestPrefix = 4;

        public string Text => Kind switch
        {
            'd' or 'D' => "YYMMDD",
            't' => "hhmm",
            'h' => "hh",
            _ => $"{(Kind is 'a' or 'i' or 'x' or 'y' or 'z' ? 'X' : 'N')}{(Shortest < Longest ? ".." : "")}{Longest}",
        };

        public DigitalLinkFault? FaultOf(ReadOnlySpan<char> value)
        {
            if (Kind == 'k' && Digits(value)) return CheckDigit.IsValid(value) ? null : DigitalLinkFault.ValueCheckDigit;
            var well = Kind switch
            {
                'n' => Digits(value),
                'b' => value[0] is '0' or '1',
                'd' => Digits(value) && Date(value, monthAlone: true),
                'D' => Digits(value) && Date(value, monthAlone: false),
                't' => Digits(value) && Number(value[..2]) < 24 && Number(value[2..]) < 60,
                'h' => Digits(value) && Number(value) < 24,
                'c' => Countries.GetAlternateLookup<ReadOnlySpan<char>>().Contains(value),
                'C' => value.Length % 3 == 0 && AllCountries(value),
                'a' => !value.ContainsAnyExceptInRange('A', 'Z'),
                'i' => value.Length >= ShortestPrefix && Digits(value[..ShortestPrefix]) && CharacterSet82.ContainsAll(value),
                'x' => CharacterSet82.ContainsAll(value),
                'y' => !value.ContainsAnyExcept(Set39),
                'z' => !value.ContainsAnyExcept(Base64Url),
                _ => false,
            };
            return well ? null : DigitalLinkFault.ValueForm;
        }

        private static bool Digits(ReadOnlySpan<char> value) => !value.ContainsAnyExceptInRange('0', '9');

        private static int Number(ReadOnlySpan<char> digits) => int.Parse(digits, CultureInfo.InvariantCulture);

        // Any century has the same leap years but for 1900 and 2100, which no food of today knows. Day 00 is the month's last day.
        private static bool Date(ReadOnlySpan<char> value, bool monthAlone)
        {
            var (year, month, day) = (Number(value[..2]), Number(value[2..4]), Number(value[4..]));
            return month is >= 1 and <= 12 && day <= DateTime.DaysInMonth(2000 + year, month) && (day > 0 || monthAlone);
        }

        private static bool AllCountries(ReadOnlySpan<char> value)
        {
            for (var i = 0; i < value.Length; i += 3)
                if (!Countries.GetAlternateLookup<ReadOnlySpan<char>>().Contains(value.Slice(i, 3))) return false;
            return true;
        }
    }
}
