// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CheckpointAnchor} from "../src/CheckpointAnchor.sol";
import {AnchoredLog} from "./support/AnchoredLog.sol";
import {Definition} from "./support/Definition.sol";
import {vm} from "./support/Vm.sol";

contract AnchorTest is AnchoredLog {
    function test_empty_isAllZeros() public view {
        assertLatest(0, 0, 0, 0);
        vm.assertEq(anchor.count(), 0, "count");
        vm.assertEq(anchor.rootAt(0), 0, "root");
        vm.assertFalse(anchor.closed(), "closed");
    }

    function test_first_isKept() public {
        vm.warp(1_767_225_600);
        vm.roll(24_000_000);
        bytes32 root = Definition.root(log, 7);

        vm.expectEmit(address(anchor));
        emit CheckpointAnchor.Anchored(7, root, 0, 0);
        vm.prank(OPERATOR);
        anchor.anchor(7, root, none);

        assertLatest(7, root, 1_767_225_600, 24_000_000);
        assertAnchor(0, 7, root, 1_767_225_600, 24_000_000);
        vm.assertEq(anchor.rootAt(7), root, "root");
        vm.assertEq(anchor.count(), 1, "count");
    }

    function test_growth_isKeptBesideWhatWasThere() public {
        uint64[4] memory sizes = [uint64(1), 6, 8, 100];
        for (uint64 i = 0; i < sizes.length; i++) {
            vm.warp(1000 + i);
            vm.roll(10 + i);
            grow(sizes[i]);
        }

        vm.assertEq(anchor.count(), 4, "count");
        for (uint64 i = 0; i < sizes.length; i++) {
            bytes32 root = Definition.root(log, sizes[i]);
            assertAnchor(i, sizes[i], root, 1000 + i, 10 + i);
            vm.assertEq(anchor.rootAt(sizes[i]), root, "root");
        }
        assertLatest(100, Definition.root(log, 100), 1003, 13);
    }

    function test_growth_isAnnounced() public {
        grow(6);
        bytes32 root = Definition.root(log, 8);
        bytes32[] memory proof = Definition.consistency(6, log, 8);

        vm.expectEmit(address(anchor));
        emit CheckpointAnchor.Anchored(8, root, 1, 6);
        vm.prank(OPERATOR);
        anchor.anchor(8, root, proof);
    }

    function test_largestFields_areKept() public {
        uint64 size = type(uint64).max >> 1;
        vm.warp(type(uint32).max);
        vm.roll(type(uint32).max);
        vm.prank(OPERATOR);
        anchor.anchor(size, "root", none);
        assertLatest(size, "root", type(uint32).max, type(uint32).max);
    }

    function test_anchor_revertsWithNotOperator() public {
        refused(STRANGER, 1, "root", none, abi.encodeWithSelector(CheckpointAnchor.NotOperator.selector, STRANGER));
        refused(OWNER, 1, "root", none, abi.encodeWithSelector(CheckpointAnchor.NotOperator.selector, OWNER));
    }

    function test_anchor_revertsWithSizeNotIncreasing() public {
        refused(OPERATOR, 0, "root", none, abi.encodeWithSelector(CheckpointAnchor.SizeNotIncreasing.selector, 0, 0));
        grow(8);
        bytes32 root = Definition.root(log, 8);
        refused(OPERATOR, 8, root, none, abi.encodeWithSelector(CheckpointAnchor.SizeNotIncreasing.selector, 8, 8));
        refused(OPERATOR, 7, root, none, abi.encodeWithSelector(CheckpointAnchor.SizeNotIncreasing.selector, 8, 7));
    }

    function test_anchor_revertsWithSizeTooLarge() public {
        refused(OPERATOR, 1 << 63, "root", none, abi.encodeWithSelector(CheckpointAnchor.SizeTooLarge.selector, 1 << 63));
    }

    function test_anchor_revertsWithZeroRoot() public {
        refused(OPERATOR, 1, 0, none, abi.encodeWithSelector(CheckpointAnchor.ZeroRoot.selector));
    }

    function test_firstAnchor_revertsWithUnexpectedProof() public {
        bytes32[] memory proof = Definition.consistency(6, log, 8);
        refused(OPERATOR, 8, Definition.root(log, 8), proof, abi.encodeWithSelector(CheckpointAnchor.UnexpectedProof.selector));
    }

    function test_rewrittenPast_revertsWithBadConsistencyProof() public {
        grow(6);
        bytes32[] memory rewritten = Definition.leaves("log", 100);
        rewritten[2] = Definition.leaf("another entry");
        bytes32 root = Definition.root(rewritten, 8);

        bytes memory reason = abi.encodeWithSelector(CheckpointAnchor.BadConsistencyProof.selector);
        refused(OPERATOR, 8, root, Definition.consistency(6, rewritten, 8), reason);
        refused(OPERATOR, 8, root, Definition.consistency(6, log, 8), reason);
        refused(OPERATOR, 8, root, none, reason);
    }

    // Each call is wrong in all that comes after what it is refused for.
    function test_checks_comeInOrder() public {
        grow(8);
        bytes32[] memory proof = new bytes32[](1);
        refused(STRANGER, 8, 0, proof, abi.encodeWithSelector(CheckpointAnchor.NotOperator.selector, STRANGER));
        refused(OPERATOR, 8, 0, proof, abi.encodeWithSelector(CheckpointAnchor.SizeNotIncreasing.selector, 8, 8));
        refused(OPERATOR, 1 << 63, 0, proof, abi.encodeWithSelector(CheckpointAnchor.SizeTooLarge.selector, 1 << 63));
        refused(OPERATOR, 9, 0, proof, abi.encodeWithSelector(CheckpointAnchor.ZeroRoot.selector));
        refused(OPERATOR, 9, "root", proof, abi.encodeWithSelector(CheckpointAnchor.BadConsistencyProof.selector));
        vm.prank(OWNER);
        anchor.close(address(0));
        refused(STRANGER, 8, 0, proof, abi.encodeWithSelector(CheckpointAnchor.AlreadyClosed.selector));
    }

    function test_anchorAt_revertsWithIndexOutOfRange() public {
        grow(6, 8);
        vm.expectRevert(abi.encodeWithSelector(CheckpointAnchor.IndexOutOfRange.selector, 2, 2));
        anchor.anchorAt(2);
    }

    function test_inclusion_holdsAtEveryAnchoredSize() public {
        grow(37, 100);
        for (uint64 i = 0; i < 37; i++) {
            vm.assertTrue(anchor.verifyInclusion(log[i], i, 37, Definition.path(i, log, 37)), "37");
            vm.assertTrue(anchor.verifyInclusion(log[i], i, 100, Definition.path(i, log, 100)), "100");
            vm.assertFalse(anchor.verifyInclusion(log[i + 1], i, 100, Definition.path(i, log, 100)), "another entry");
            vm.assertFalse(anchor.verifyInclusion(log[i], i + 1, 100, Definition.path(i, log, 100)), "another place");
        }
    }

    function test_inclusion_beyondTheEndIsFalse() public {
        grow(1);
        vm.assertTrue(anchor.verifyInclusion(log[0], 0, 1, none), "the only entry");
        vm.assertFalse(anchor.verifyInclusion(log[0], 1, 1, none), "one further");
        vm.assertFalse(anchor.verifyInclusion(log[0], type(uint64).max, 1, none), "far beyond");
    }

    function test_inclusion_revertsWithUnknownSize() public {
        grow(6, 8);
        vm.expectRevert(abi.encodeWithSelector(CheckpointAnchor.UnknownSize.selector, 7));
        anchor.verifyInclusion(log[0], 0, 7, none);
        vm.expectRevert(abi.encodeWithSelector(CheckpointAnchor.UnknownSize.selector, 0));
        anchor.verifyInclusion(log[0], 0, 0, none);
    }

    function test_ether_isRefused() public {
        (bool plain,) = address(anchor).call{value: 1}("");
        (bool withCall,) = address(anchor).call{value: 1}(abi.encodeCall(anchor.count, ()));
        vm.assertFalse(plain || withCall, "took ether");
    }

    function refused(address sender, uint64 size, bytes32 root, bytes32[] memory proof, bytes memory reason) private {
        vm.expectRevert(reason);
        vm.prank(sender);
        anchor.anchor(size, root, proof);
    }
}
