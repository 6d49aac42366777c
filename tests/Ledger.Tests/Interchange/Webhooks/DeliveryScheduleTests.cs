using Lotmark.Ledger.Interchange.Webhooks;
using Microsoft.Extensions.Configuration;

namespace Lotmark.Ledger.Tests.Interchange.Webhooks;

public sealed class DeliveryScheduleTests
{
    private static readonly IReadOnlyList<TimeSpan> Usual = WebhookSettings.Default.Schedule;
    private static readonly TryResult Failed = new(500, DeliveryFault.Answered);

    [Fact]
    public void A_message_is_tried_ten_times_in_three_days_and_then_given_up()
    {
        string[] expected = ["00:00:05", "00:05:00", "00:30:00", "02:00:00", "05:00:00", "10:00:00", "14:00:00", "20:00:00", "1.00:00:00"];

        var waits = Enumerable.Range(1, 9).Select(n => Assert.IsType<DeliveryFate.Again>(DeliverySchedule.After(n, Failed, Usual, 0)).In.ToString());

        Assert.Equal(expected, waits);
        Assert.Equal(new DeliveryFate.Dead(false), DeliverySchedule.After(10, Failed, Usual, 0));
    }

    [Theory]
    [InlineData(0, 300)]
    [InlineData(0.5, 330)]
    [InlineData(1, 360)]
    public void Waits_are_up_to_a_fifth_longer_by_chance(double chance, double seconds) =>
        Assert.Equal(new DeliveryFate.Again(TimeSpan.FromSeconds(seconds)), DeliverySchedule.After(2, Failed, Usual, chance));

    [Theory]
    [InlineData(429, 600, 600)] // asked for longer than planned
    [InlineData(503, 600, 600)]
    [InlineData(503, 10, 300)] // shorter
    [InlineData(503, -10, 300)]
    [InlineData(429, 999_999_999, 86_400)] // for ever
    [InlineData(500, 600, 300)] // not by who may ask
    public void A_receiver_may_ask_to_be_left_alone_for_a_while(int status, int asked, int seconds) => Assert.Equal(
        new DeliveryFate.Again(TimeSpan.FromSeconds(seconds)), DeliverySchedule.After(2, new(status, DeliveryFault.Answered, TimeSpan.FromSeconds(asked)), Usual, 0));

    [Fact]
    public void What_arrived_is_done_and_who_is_gone_is_asked_no_more()
    {
        Assert.IsType<DeliveryFate.Delivered>(DeliverySchedule.After(1, new(204, null), Usual, 0));
        Assert.Equal(new DeliveryFate.Dead(true), DeliverySchedule.After(1, new(410, DeliveryFault.Gone), Usual, 0));
    }

    [Theory]
    [InlineData("00:00:05,00:05:00", 2)]
    [InlineData("1.00:00:00", 1)]
    public void A_schedule_is_read(string text, int waits) => Assert.Equal(waits, Read("Schedule", text).Schedule.Count);

    [Theory]
    [InlineData("Schedule", "soon")]
    [InlineData("Schedule", "00:00:05,")]
    [InlineData("Schedule", "-00:00:05")]
    [InlineData("Schedule", "8.00:00:00")]
    [InlineData("PrivateAddresses", "yes")]
    public void A_setting_that_makes_no_sense_stops_the_start(string name, string text) =>
        Assert.StartsWith($"Webhooks:{name} is '{text}'", Assert.Throws<StartupException>(() => Read(name, text)).Message, StringComparison.Ordinal);

    private static WebhookSettings Read(string name, string text) =>
        WebhookSettings.From(new ConfigurationBuilder().AddInMemoryCollection([new($"Webhooks:{name}", text)]).Build());
}
