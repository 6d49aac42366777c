using CsCheck;
using Lotmark.Ledger.Lots;

namespace Lotmark.Ledger.Tests.Custody;

public sealed class BalanceTests
{
    private const decimal Entered = 1000;

    private static readonly Gen<(int Kind, int From, int To, int Quantity)> Moves = Gen.Select(Gen.Int[0, 6], Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[1, 600]);

    [Fact]
    public void Whatever_is_taken_as_long_as_it_is_there_what_entered_equals_what_is_left_and_what_went() => Moves.Array[1, 40].Sample(moves =>
    {
        var balances = LotBalances.AtEntry(Entered);
        for (var i = 0; i < moves.Length; i++)
        {
            var next = After(balances, moves[i], $"S-{i}");
            if (next.Overdrawn is null) balances = next; // as every rule does
            var sum = balances.Left + balances.Sold + balances.Destroyed + balances.Returned + balances.Used + balances.Missing;
            if (sum != Entered || balances.Stocks.Values.Any(s => s.OnHand < 0) || balances.Unplaced < 0) return false;
        }
        return true;
    });

    [Fact]
    public void Units_never_hold_more_than_lies_where_they_stand() => Moves.Array[1, 40].Sample(moves =>
    {
        var balances = LotBalances.AtEntry(Entered).TakenIn("a0", "o", Entered);
        for (var i = 0; i < moves.Length; i++)
        {
            var next = (moves[i].Kind % 3, balances.Units.Keys.FirstOrDefault()) switch
            {
                (0, _) => balances.Split("a0", null, [KeyValuePair.Create($"u{i}", (decimal)moves[i].Quantity)]),
                (1, { } unit) => balances.DestroyedAt(balances.Units[unit].Location, balances.Units[unit].Quantity, [unit]),
                _ => balances.SoldAt("a0", moves[i].Quantity, []),
            };
            if (next.Overdrawn is null) balances = next;
            if (balances.Units.Values.Sum(u => u.Quantity) > balances.OnHand("a0")) return false;
        }
        return true;
    });

    private static LotBalances After(LotBalances before, (int Kind, int From, int To, int Quantity) move, string number)
    {
        var (from, to) = (move.From == 0 ? LotBalances.Port : $"a{move.From}", $"a{move.To}");
        return move.Kind switch
        {
            0 => before.TakenIn(to, "o", move.Quantity),
            1 => before.Shipped(number, new(from, "o", to, "p", move.Quantity, default), []),
            2 => before.Shipments.FirstOrDefault(s => !s.Value.Arrived) is { Key: { } open } ? before.Arrived(open, to, move.Quantity, default) : before,
            3 => before.SoldAt(to, move.Quantity, []),
            4 => before.DestroyedAt(from, move.Quantity, []),
            5 => before.ReturnedFrom(from, move.Quantity, []),
            _ => before.UsedAt(to, move.Quantity, []),
        };
    }
}
