// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Definition} from "./Definition.sol";

/// @notice The checks as RFC 9162 words them, step by step: what `Rfc6962` must agree with.
library Rfc9162 {
    /// @notice Section 2.1.4.2, for 0 < m < n.
    function consistency(uint256 m, bytes32 older, uint256 n, bytes32 newer, bytes32[] memory proof) internal pure returns (bool) {
        if (m & (m - 1) == 0) proof = _prepend(older, proof);
        if (proof.length == 0) return false;
        uint256 fn = m - 1;
        uint256 sn = n - 1;
        while (fn & 1 == 1) (fn, sn) = (fn >> 1, sn >> 1);

        bytes32 fr = proof[0];
        bytes32 sr = proof[0];
        for (uint256 i = 1; i < proof.length; i++) {
            if (sn == 0) return false;
            if (fn & 1 == 1 || fn == sn) {
                fr = Definition.node(proof[i], fr);
                sr = Definition.node(proof[i], sr);
                while (fn & 1 == 0 && fn != 0) (fn, sn) = (fn >> 1, sn >> 1);
            } else {
                sr = Definition.node(sr, proof[i]);
            }
            (fn, sn) = (fn >> 1, sn >> 1);
        }
        return sn == 0 && fr == older && sr == newer;
    }

    /// @notice Section 2.1.3.2.
    function inclusion(bytes32 leaf, uint256 index, uint256 size, bytes32 root, bytes32[] memory path) internal pure returns (bool) {
        if (index >= size) return false;
        uint256 fn = index;
        uint256 sn = size - 1;
        bytes32 r = leaf;
        for (uint256 i = 0; i < path.length; i++) {
            if (sn == 0) return false;
            if (fn & 1 == 1 || fn == sn) {
                r = Definition.node(path[i], r);
                while (fn & 1 == 0 && fn != 0) (fn, sn) = (fn >> 1, sn >> 1);
            } else {
                r = Definition.node(r, path[i]);
            }
            (fn, sn) = (fn >> 1, sn >> 1);
        }
        return sn == 0 && r == root;
    }

    function _prepend(bytes32 first, bytes32[] memory rest) private pure returns (bytes32[] memory list) {
        list = new bytes32[](rest.length + 1);
        list[0] = first;
        for (uint256 i = 0; i < rest.length; i++) {
            list[i + 1] = rest[i];
        }
    }
}
