// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CheckpointAnchor} from "../src/CheckpointAnchor.sol";
import {AnchoredLog} from "./support/AnchoredLog.sol";
import {Definition} from "./support/Definition.sol";
import {TallTree} from "./support/TallTree.sol";
import {vm} from "./support/Vm.sol";

/// @notice Whatever the sizes: a log that grows is anchored, and nothing else is.
contract GrowthTest is AnchoredLog {
    uint64 private constant MAX_SIZE = type(uint64).max >> 1;

    function testFuzz_growth_isAnchored(bytes32 seed, uint64 m, uint64 n) public {
        (m, n) = _sizes(m, n, MAX_SIZE);
        (bytes32 older, bytes32 newer, bytes32[] memory proof) = TallTree.growth(seed, m, n);
        _anchor(m, older, none);
        _anchor(n, newer, proof);
        assertLatest(n, newer, uint64(block.timestamp), uint64(block.number));
        assertAnchor(0, m, older, uint64(block.timestamp), uint64(block.number));
    }

    /// forge-config: default.fuzz.runs = 48
    function testFuzz_growth_inManySteps_isAnchored(bytes32 leaf, uint40[12] memory steps) public {
        uint64 last;
        for (uint256 i = 0; i < steps.length; i++) {
            uint64 size = last + 1 + steps[i];
            bytes32 root = TallTree.uniformRoot(leaf, size);
            _anchor(size, root, last == 0 ? none : TallTree.uniformProof(leaf, last, size));
            vm.assertEq(anchor.rootAt(size), root, "root");
            last = size;
        }
        vm.assertEq(anchor.count(), steps.length, "count");
    }

    function testFuzz_inclusion_holdsInAnyTree(bytes32 seed, uint64 index, uint64 size) public {
        size = 1 + size % MAX_SIZE;
        index = index % size;
        (bytes32 leaf, bytes32 root, bytes32[] memory path) = TallTree.inclusion(seed, index, size);
        _anchor(size, root, none);
        vm.assertTrue(anchor.verifyInclusion(leaf, index, size, path), "the leaf");
        vm.assertFalse(anchor.verifyInclusion(~leaf, index, size, path), "another leaf");
        vm.assertFalse(anchor.verifyInclusion(leaf, index, size, Definition.append(path, leaf)), "a longer path");
    }

    function testFuzz_fork_isRefused(uint64 m, uint64 n, uint256 changed) public {
        (m, n) = _sizes(m, n, uint64(log.length));
        bytes32[] memory fork = log;
        fork[changed % m] = ~fork[changed % m];
        bytes32 root = Definition.root(fork, n);
        grow(m);
        _refused(n, root, Definition.consistency(m, fork, n));
        _refused(n, root, Definition.consistency(m, log, n));
    }

    function testFuzz_shortenedAndRefilledLog_isRefused(uint64 m, uint64 n, uint256 cut) public {
        (m, n) = _sizes(m, n, uint64(log.length));
        bytes32[] memory refilled = Definition.leaves("refilled", log.length);
        for (uint256 i = 0; i < cut % m; i++) {
            refilled[i] = log[i];
        }
        grow(m);
        _refused(n, Definition.root(refilled, n), Definition.consistency(m, refilled, n));
    }

    function testFuzz_garbage_isRefused(uint64 m, uint64 n, bytes32 older, bytes32 newer, bytes32[] memory garbage) public {
        vm.assume(older != 0 && newer != 0);
        (m, n) = _sizes(m, n, MAX_SIZE);
        _anchor(m, older, none);
        _refused(n, newer, garbage);
    }

    function testFuzz_garbageOfTheRightLength_isRefused(bytes32 seed, bytes32 noise, uint64 m, uint64 n) public {
        vm.assume(seed != noise);
        (m, n) = _sizes(m, n, MAX_SIZE);
        (bytes32 older, bytes32 newer, bytes32[] memory proof) = TallTree.growth(seed, m, n);
        (,, bytes32[] memory garbage) = TallTree.growth(noise, m, n);
        _anchor(m, older, none);
        _refused(n, newer, garbage);
        _anchor(n, newer, proof);
    }

    function testFuzz_smallerOrEqualSize_isRefused(bytes32 root, uint64 m, uint64 n, bytes32[] memory proof) public {
        vm.assume(root != 0);
        m = 1 + m % MAX_SIZE;
        n = n % (m + 1);
        _anchor(m, root, none);
        vm.expectRevert(abi.encodeWithSelector(CheckpointAnchor.SizeNotIncreasing.selector, m, n));
        _anchor(n, root, proof);
    }

    function testFuzz_strangers_areRefused(address sender, uint64 size, bytes32 root, bytes32[] memory proof) public {
        vm.assume(sender != OPERATOR);
        vm.expectRevert(abi.encodeWithSelector(CheckpointAnchor.NotOperator.selector, sender));
        vm.prank(sender);
        anchor.anchor(size, root, proof);
    }

    function _sizes(uint64 a, uint64 b, uint64 largest) private pure returns (uint64 m, uint64 n) {
        n = 2 + b % (largest - 1);
        m = 1 + a % (n - 1);
    }

    function _anchor(uint64 size, bytes32 root, bytes32[] memory proof) private {
        vm.prank(OPERATOR);
        anchor.anchor(size, root, proof);
    }

    function _refused(uint64 size, bytes32 root, bytes32[] memory proof) private {
        vm.expectRevert(abi.encodeWithSelector(CheckpointAnchor.BadConsistencyProof.selector));
        _anchor(size, root, proof);
        (uint64 last,,,) = anchor.latest();
        vm.assertTrue(last < size && anchor.count() == 1, "nothing was kept");
    }
}
