// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CheckpointAnchor} from "../../src/CheckpointAnchor.sol";
import {Definition} from "./Definition.sol";
import {vm} from "./Vm.sol";

/// @notice A contract just deployed, a log of a hundred entries, and those who act on them.
abstract contract AnchoredLog {
    address internal constant OWNER = address(0xA11CE);
    address internal constant OPERATOR = address(0x0B0B);
    address internal constant STRANGER = address(0xBAD);
    // SHA-256 of "ledger.example/food"
    bytes32 internal constant ORIGIN = 0xf985a63cce643e772b8a1785ca4b0647b745d6655fe56017a730d0ff323b0788;
    bytes32[] internal none;

    CheckpointAnchor internal anchor = new CheckpointAnchor(OWNER, OPERATOR, ORIGIN, address(0));
    bytes32[] internal log = Definition.leaves("log", 100);

    function grow(uint64 size) internal {
        (uint64 last,,,) = anchor.latest();
        bytes32[] memory proof = last == 0 ? none : Definition.consistency(last, log, size);
        bytes32 root = Definition.root(log, size);
        vm.prank(OPERATOR);
        anchor.anchor(size, root, proof);
    }

    function grow(uint64 first, uint64 second) internal {
        grow(first);
        grow(second);
    }

    function assertAnchor(uint64 i, uint64 size, bytes32 root, uint64 time, uint64 blockNumber) internal view {
        (uint64 size_, bytes32 root_, uint64 time_, uint64 block_) = anchor.anchorAt(i);
        vm.assertEq(size_, size, "size");
        vm.assertEq(root_, root, "root");
        vm.assertEq(time_, time, "time");
        vm.assertEq(block_, blockNumber, "block");
    }

    function assertLatest(uint64 size, bytes32 root, uint64 time, uint64 blockNumber) internal view {
        (uint64 size_, bytes32 root_, uint64 time_, uint64 block_) = anchor.latest();
        vm.assertEq(size_, size, "latest size");
        vm.assertEq(root_, root, "latest root");
        vm.assertEq(time_, time, "latest time");
        vm.assertEq(block_, blockNumber, "latest block");
    }
}
