using Lotmark.Ledger.Access;

namespace Lotmark.Ledger.Tests.Access;

public sealed class PermissionsTests
{
    [Fact]
    public void Every_role_has_its_word_on_every_operation()
    {
        foreach (var operation in Enum.GetValues<Operation>())
            foreach (var role in Enum.GetValues<Role>())
                Assert.True(Enum.IsDefined(Permissions.Of(role, operation)));
    }

    [Theory]
    [InlineData(Role.Importer, Operation.RegisterLot, Reach.Own)]
    [InlineData(Role.ColdStore, Operation.RepackLot, Reach.None)]
    [InlineData(Role.Retailer, Operation.SellLot, Reach.Own)]
    [InlineData(Role.Laboratory, Operation.AttachDocument, Reach.Any)]
    [InlineData(Role.Inspector, Operation.ReleaseToMarket, Reach.None)]
    [InlineData(Role.Inspector, Operation.HoldLot, Reach.Any)]
    [InlineData(Role.Admin, Operation.ManageKeys, Reach.Any)]
    public void The_table_says_so(Role role, Operation operation, Reach reach) => Assert.Equal(reach, Permissions.Of(role, operation));

    [Fact]
    public void A_reader_changes_nothing()
    {
        var opened = Enum.GetValues<Operation>().Where(o => Permissions.Of(Role.Reader, o) != Reach.None);

        Assert.All(opened, o => Assert.Matches("^(Read|List)", o.ToString()));
    }

    [Fact]
    public void Only_the_operator_makes_keys() => Assert.Equal([Role.Admin], Permissions.MayDo(Operation.ManageKeys));

    [Fact]
    public void Every_kind_of_organisation_has_a_role_of_its_own_and_may_have_readers()
    {
        foreach (var kind in Enum.GetValues<OrganisationKind>())
        {
            Assert.Contains(Role.Reader, Permissions.RolesOf(kind));
            Assert.NotEqual(Role.Reader, Permissions.RolesOf(kind)[0]);
        }
        Assert.Equal(Enum.GetValues<Role>(), Enum.GetValues<OrganisationKind>().SelectMany(Permissions.RolesOf).Distinct().Order());
    }
}
