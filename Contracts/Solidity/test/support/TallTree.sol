// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Definition} from "./Definition.sol";

/// @notice Trees of any size without their leaves.
library TallTree {
    /// @notice Two roots and the proof between them, by the definition of PROOF, where every subtree that the proof takes
    /// whole is a hash out of `seed`.
    function growth(bytes32 seed, uint256 m, uint256 n) internal pure returns (bytes32 older, bytes32 newer, bytes32[] memory proof) {
        return _growth(seed, m, n, true);
    }

    /// @notice Likewise a leaf, the root above it and the proof between them, by the definition of PATH.
    function inclusion(bytes32 seed, uint256 m, uint256 n) internal pure returns (bytes32 leaf, bytes32 root, bytes32[] memory path) {
        bytes32 opaque = keccak256(abi.encode(seed, n));
        if (n == 1) return (opaque, opaque, new bytes32[](0));
        uint256 k = Definition.split(n);
        (leaf, root, path) = m < k ? inclusion(seed, m, k) : inclusion(seed, m - k, n - k);
        return (leaf, m < k ? Definition.node(root, opaque) : Definition.node(opaque, root), Definition.append(path, opaque));
    }

    /// @notice MTH of `n` leaves that are all `leaf`.
    function uniformRoot(bytes32 leaf, uint256 n) internal pure returns (bytes32) {
        if (n == 1) return leaf;
        uint256 k = Definition.split(n);
        bytes32 full = leaf;
        for (uint256 width = 1; width < k; width <<= 1) {
            full = Definition.node(full, full);
        }
        return Definition.node(full, n == k << 1 ? full : uniformRoot(leaf, n - k));
    }

    /// @notice PROOF(m, D[n]) where all leaves are `leaf`.
    function uniformProof(bytes32 leaf, uint256 m, uint256 n) internal pure returns (bytes32[] memory) {
        return _uniformProof(leaf, m, n, true);
    }

    function _growth(bytes32 seed, uint256 m, uint256 n, bool whole)
        private
        pure
        returns (bytes32 older, bytes32 newer, bytes32[] memory proof)
    {
        bytes32 opaque = keccak256(abi.encode(seed, n));
        if (m == n) return (opaque, opaque, whole ? new bytes32[](0) : Definition.append(new bytes32[](0), opaque));
        uint256 k = Definition.split(n);
        if (m <= k) {
            (older, newer, proof) = _growth(seed, m, k, whole);
            return (older, Definition.node(newer, opaque), Definition.append(proof, opaque));
        }
        (older, newer, proof) = _growth(seed, m - k, n - k, false);
        return (Definition.node(opaque, older), Definition.node(opaque, newer), Definition.append(proof, opaque));
    }

    function _uniformProof(bytes32 leaf, uint256 m, uint256 n, bool whole) private pure returns (bytes32[] memory) {
        if (m == n) return whole ? new bytes32[](0) : Definition.append(new bytes32[](0), uniformRoot(leaf, n));
        uint256 k = Definition.split(n);
        if (m <= k) return Definition.append(_uniformProof(leaf, m, k, whole), uniformRoot(leaf, n - k));
        return Definition.append(_uniformProof(leaf, m - k, n - k, false), uniformRoot(leaf, k));
    }
}
