// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CheckpointAnchor} from "../../src/CheckpointAnchor.sol";
import {Definition} from "./Definition.sol";
import {vm} from "./Vm.sol";

/// @notice Everybody who may come along, honest or not, with what each can do to the contract. Every attempt that must fail
/// has to fail; `sizes` is what was anchored in honesty.
contract Actors {
    uint64 private constant ENTRIES = 160;

    CheckpointAnchor public immutable anchor;
    bytes32[] private _log = Definition.leaves("log", ENTRIES);
    uint64[] public sizes;
    address public operator = address(0x0B0B);

    constructor() {
        anchor = new CheckpointAnchor(address(this), operator, "origin", address(0));
    }

    function log() external view returns (bytes32[] memory) {
        return _log;
    }

    function growth(uint64 by) external {
        (uint64 last, uint64 size) = _next(by % 8);
        if (size > ENTRIES) return;
        bytes32[] memory d = _log;
        bool done = _attempt(operator, size, Definition.root(d, size), last == 0 ? new bytes32[](0) : Definition.consistency(last, d, size));
        require(done != anchor.closed(), "growth is taken while the contract is open");
        if (done) sizes.push(size);
    }

    function rewriting(uint64 by, uint64 changed) external {
        (uint64 last, uint64 size) = _next(by % 8);
        if (last == 0 || size > ENTRIES) return;
        bytes32[] memory d = _log;
        d[changed % last] = ~d[changed % last];
        require(!_attempt(operator, size, Definition.root(d, size), Definition.consistency(last, d, size)), "took a rewritten past");
    }

    function garbage(uint64 size, bytes32 root, bytes32[] calldata proof) external {
        (uint64 last,) = _next(0);
        if (last != 0) require(!_attempt(operator, size, root, proof), "took garbage");
    }

    function shrinking(uint64 size) external {
        (uint64 last,) = _next(0);
        if (last == 0) return;
        size = 1 + size % last;
        require(!_attempt(operator, size, Definition.root(_log, size), new bytes32[](0)), "took a smaller log");
    }

    function strangers(address sender, uint64 by) external {
        (uint64 last, uint64 size) = _next(by % 8);
        if (sender == operator || last == 0 || size > ENTRIES) return;
        bytes32[] memory d = _log;
        require(!_attempt(sender, size, Definition.root(d, size), Definition.consistency(last, d, size)), "took a stranger's anchor");
        if (sender == address(this)) return;
        vm.prank(sender);
        (bool done,) = address(anchor).call(abi.encodeCall(anchor.setOperator, (sender, true)));
        require(!done, "took a stranger's operator");
    }

    function keyChange(address next) external {
        anchor.setOperator(operator, false);
        anchor.setOperator(next, true);
        operator = next;
    }

    function time(uint16 elapsed) external {
        vm.warp(block.timestamp + elapsed);
        vm.roll(block.number + elapsed / 12);
    }

    function end(uint8 chance) external {
        if (chance < 8 && !anchor.closed()) anchor.close(address(0));
    }

    function _next(uint64 by) private view returns (uint64 last, uint64 size) {
        (last,,,) = anchor.latest();
        return (last, last + 1 + by);
    }

    function _attempt(address sender, uint64 size, bytes32 root, bytes32[] memory proof) private returns (bool done) {
        vm.prank(sender);
        (done,) = address(anchor).call(abi.encodeCall(anchor.anchor, (size, root, proof)));
    }
}
