// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable, Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {Rfc6962} from "./Rfc6962.sol";

/// @title Anchor of one Lotmark log
/// @notice Keeps, for ever, which root hash the log had at which size, and takes no root that does not extend the last.
/// @dev No upgrade, no pause, no way to take an anchor back: roles decide who may add, never what was added.
/// A root does not bind its size: the same root and proof can hold under other sizes too. So operators recompute both from
/// their own leaves before they anchor, and auditors compare an anchor with the checkpoint that the log signed.
contract CheckpointAnchor is Ownable2Step {
    /// @notice `caller` may not anchor.
    error NotOperator(address caller);

    /// @notice `offered` leaves are no more than the `anchored` ones.
    error SizeNotIncreasing(uint64 anchored, uint64 offered);

    /// @notice `offered` leaves are more than a log can hold, which is 2^63 - 1.
    error SizeTooLarge(uint64 offered);

    /// @notice A log with leaves never has the zero root.
    error ZeroRoot();

    /// @notice The first anchor extends nothing, so no proof may come with it.
    error UnexpectedProof();

    /// @notice The proof does not show that the log offered begins with the log anchored.
    error BadConsistencyProof();

    /// @notice No root was anchored at `size`.
    error UnknownSize(uint64 size);

    /// @notice There are `count` anchors, so there is none at `index`.
    error IndexOutOfRange(uint64 index, uint64 count);

    /// @notice Without an owner a stolen operator key could not be removed.
    error RenounceDisabled();

    /// @notice Anchoring has ended for good.
    error AlreadyClosed();

    /// @notice The log had `root` when it held `size` leaves.
    /// @param size Number of leaves in the log
    /// @param root Root hash at that size
    /// @param index Number of the anchor, from zero
    /// @param previousSize Size of the anchor before, which the proof started from; zero for the first
    event Anchored(uint64 indexed size, bytes32 indexed root, uint64 indexed index, uint64 previousSize);

    /// @notice From now on `operator` may anchor (`allowed`) or may not.
    /// @param operator The address
    /// @param allowed Whether it may anchor
    event OperatorSet(address indexed operator, bool allowed);

    /// @notice Nothing is anchored here any more; the log goes on at `successor`, or nowhere if that is zero.
    /// @param successor The contract where the log goes on
    event Closed(address indexed successor);

    // What every anchor reads and writes, in one slot.
    struct Head {
        uint64 size;
        uint64 count;
        bool closed;
    }

    // Sizes and indexes are 64-bit and signed in many of the languages that read a log.
    uint64 private constant _MAX_SIZE = type(uint64).max >> 1;

    /// @notice Whether an address may anchor.
    mapping(address operator => bool allowed) public isOperator;

    Head private _head;
    mapping(uint64 size => bytes32 root) private _roots;

    // size << 64 | time << 32 | block number: plain words, as two of them share a slot and two structs would not. A fixed
    // length costs no slot of its own, and the count is in the head. 32 bits of time last until the year 2106.
    uint128[1 << 40] private _index;

    /// @notice SHA-256 of the origin line of the log's checkpoints: which log this is.
    bytes32 public immutable origin;

    /// @notice The contract that this one continues, zero if none.
    address public immutable predecessor;

    /// @notice Starts an empty anchor for one log.
    /// @param owner_ Names the operators and closes the contract; best a multisig or a key kept offline
    /// @param operator_ The first address that may anchor
    /// @param origin_ SHA-256 of the origin line of the log's checkpoints
    /// @param predecessor_ The contract that this one continues, zero if none
    constructor(address owner_, address operator_, bytes32 origin_, address predecessor_) Ownable(owner_) {
        origin = origin_;
        predecessor = predecessor_;
        _setOperator(operator_, true);
    }

    /// @notice Anchors a checkpoint that extends the latest one.
    /// @param size Number of leaves in the log
    /// @param root Root hash at that size (RFC 6962, section 2.1)
    /// @param consistencyProof Proof from the latest anchor (RFC 6962, section 2.1.2); empty for the first
    function anchor(uint64 size, bytes32 root, bytes32[] calldata consistencyProof) external {
        Head memory head = _head;
        if (head.closed) revert AlreadyClosed();
        if (!isOperator[msg.sender]) revert NotOperator(msg.sender);
        if (size <= head.size) revert SizeNotIncreasing(head.size, size);
        if (size > _MAX_SIZE) revert SizeTooLarge(size);
        if (root == 0) revert ZeroRoot();
        if (head.count == 0) {
            if (consistencyProof.length != 0) revert UnexpectedProof();
        } else if (!Rfc6962.verifyConsistency(head.size, _roots[head.size], size, root, consistencyProof)) {
            revert BadConsistencyProof();
        }

        _roots[size] = root;
        _index[head.count] = (uint128(size) << 64) | (uint128(uint32(block.timestamp)) << 32) | uint32(block.number);
        unchecked {
            _head = Head({size: size, count: head.count + 1, closed: false});
        }
        emit Anchored(size, root, head.count, head.size);
    }

    /// @notice Lets an address anchor, or no longer. Two operators may overlap while a key is changed.
    /// @param operator The address
    /// @param allowed Whether it may anchor from now on
    function setOperator(address operator, bool allowed) external onlyOwner {
        _setOperator(operator, allowed);
    }

    /// @notice Ends anchoring for good: the log died, a key was stolen, the chain is left. What was anchored stays readable.
    /// @param successor The contract where the log goes on, zero if it does not
    function close(address successor) external onlyOwner {
        if (_head.closed) revert AlreadyClosed();
        _head.closed = true;
        emit Closed(successor);
    }

    /// @notice Always reverts: without an owner a stolen operator key could not be removed.
    function renounceOwnership() public pure override {
        revert RenounceDisabled();
    }

    /// @notice The latest anchor; all zeros if there is none.
    /// @return size Number of leaves in the log
    /// @return root Root hash at that size
    /// @return time Unix time of the block that anchored it
    /// @return blockNumber Number of that block
    function latest() external view returns (uint64 size, bytes32 root, uint64 time, uint64 blockNumber) {
        uint64 anchors = _head.count;
        if (anchors != 0) return _anchorAt(anchors - 1);
    }

    /// @notice Number of anchors.
    /// @return The number
    function count() external view returns (uint64) {
        return _head.count;
    }

    /// @notice One anchor, by the order in which they came.
    /// @param i Its number, from zero
    /// @return size Number of leaves in the log
    /// @return root Root hash at that size
    /// @return time Unix time of the block that anchored it
    /// @return blockNumber Number of that block
    function anchorAt(uint64 i) external view returns (uint64 size, bytes32 root, uint64 time, uint64 blockNumber) {
        uint64 anchors = _head.count;
        if (i >= anchors) revert IndexOutOfRange(i, anchors);
        return _anchorAt(i);
    }

    /// @notice The root hash anchored at a size, zero if none was.
    /// @param size Number of leaves in the log
    /// @return The root hash, or zero
    function rootAt(uint64 size) external view returns (bytes32) {
        return _roots[size];
    }

    /// @notice Whether anchoring has ended for good.
    /// @return True once the owner has closed the contract
    function closed() external view returns (bool) {
        return _head.closed;
    }

    /// @notice Whether an entry is in the log as it was anchored at a size. Reverts if that size was not anchored.
    /// @dev Whoever asks hashes the entry itself: a leaf hash taken from the log says nothing about the entry shown with it.
    /// @param leafHash SHA-256(0x00 || entry)
    /// @param index Place of the entry in the log, from zero
    /// @param size An anchored number of leaves
    /// @param proof Inclusion proof (RFC 6962, section 2.1.1)
    /// @return Whether the proof shows it
    function verifyInclusion(bytes32 leafHash, uint64 index, uint64 size, bytes32[] calldata proof) external view returns (bool) {
        bytes32 root = _roots[size];
        if (root == 0) revert UnknownSize(size);
        return Rfc6962.verifyInclusion(leafHash, index, size, root, proof);
    }

    function _setOperator(address operator, bool allowed) private {
        isOperator[operator] = allowed;
        emit OperatorSet(operator, allowed);
    }

    function _anchorAt(uint64 i) private view returns (uint64 size, bytes32 root, uint64 time, uint64 blockNumber) {
        uint128 entry = _index[i];
        size = uint64(entry >> 64);
        return (size, _roots[size], uint32(entry >> 32), uint32(entry));
    }
}
