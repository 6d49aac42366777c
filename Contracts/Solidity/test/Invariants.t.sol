// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CheckpointAnchor} from "../src/CheckpointAnchor.sol";
import {Actors} from "./support/Actors.sol";
import {Definition} from "./support/Definition.sol";
import {vm} from "./support/Vm.sol";

/// @notice What holds after whatever the actors did, in whatever order.
contract InvariantsTest {
    Actors private _actors;
    CheckpointAnchor private _anchor;

    function setUp() public {
        _actors = new Actors();
        _anchor = _actors.anchor();
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_actors);
    }

    function invariant_onlyHonestGrowthIsAnchored() public view {
        uint64 count = _anchor.count();
        for (uint64 i = 0; i < count; i++) {
            (uint64 size,,,) = _anchor.anchorAt(i);
            vm.assertEq(size, _actors.sizes(i), "size");
        }
        (uint64 last,,,) = _anchor.latest();
        vm.assertEq(last, count == 0 ? 0 : _actors.sizes(count - 1), "the latest is the last");
    }

    function invariant_sizesIncreaseAndTimeDoesNotRunBack() public view {
        (uint64 lastSize, uint64 lastTime, uint64 lastBlock) = (0, 0, 0);
        for (uint64 i = 0; i < _anchor.count(); i++) {
            (uint64 size,, uint64 time, uint64 blockNumber) = _anchor.anchorAt(i);
            vm.assertTrue(size > lastSize, "size");
            vm.assertTrue(time >= lastTime && blockNumber >= lastBlock, "time");
            (lastSize, lastTime, lastBlock) = (size, time, blockNumber);
        }
    }

    function invariant_everyRootIsTheDefinitions() public view {
        bytes32[] memory log = _actors.log();
        for (uint64 i = 0; i < _anchor.count(); i++) {
            (uint64 size, bytes32 root,,) = _anchor.anchorAt(i);
            vm.assertEq(root, Definition.root(log, size), "root");
            vm.assertEq(_anchor.rootAt(size), root, "root by size");
        }
    }
}
