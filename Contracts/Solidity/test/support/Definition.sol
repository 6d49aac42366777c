// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice Hashes and proofs as RFC 6962, section 2.1, defines them: recursive, from all leaves, without a thought for speed.
library Definition {
    function leaf(bytes memory entry) internal pure returns (bytes32) {
        return sha256(abi.encodePacked(bytes1(0x00), entry));
    }

    function node(bytes32 left, bytes32 right) internal pure returns (bytes32) {
        return sha256(abi.encodePacked(bytes1(0x01), left, right));
    }

    /// @notice `count` leaves that differ from those of every other `seed`.
    function leaves(bytes32 seed, uint256 count) internal pure returns (bytes32[] memory made) {
        made = new bytes32[](count);
        for (uint256 i = 0; i < count; i++) {
            made[i] = leaf(abi.encodePacked(seed, i));
        }
    }

    /// @notice MTH(D[from:to])
    function root(bytes32[] memory d, uint256 from, uint256 to) internal pure returns (bytes32) {
        if (to - from == 1) return d[from];
        uint256 k = split(to - from);
        return node(root(d, from, from + k), root(d, from + k, to));
    }

    /// @notice MTH(D[0:size])
    function root(bytes32[] memory d, uint256 size) internal pure returns (bytes32) {
        return root(d, 0, size);
    }

    /// @notice PATH(m, D[0:size])
    function path(uint256 m, bytes32[] memory d, uint256 size) internal pure returns (bytes32[] memory) {
        return _path(m, d, 0, size);
    }

    /// @notice PROOF(m, D[0:size])
    function consistency(uint256 m, bytes32[] memory d, uint256 size) internal pure returns (bytes32[] memory) {
        return _subproof(m, d, 0, size, true);
    }

    /// @notice The largest power of two below `n`.
    function split(uint256 n) internal pure returns (uint256 k) {
        k = 1;
        while (k << 1 < n) k <<= 1;
    }

    function append(bytes32[] memory list, bytes32 last) internal pure returns (bytes32[] memory longer) {
        longer = new bytes32[](list.length + 1);
        for (uint256 i = 0; i < list.length; i++) {
            longer[i] = list[i];
        }
        longer[list.length] = last;
    }

    function _path(uint256 m, bytes32[] memory d, uint256 from, uint256 to) private pure returns (bytes32[] memory) {
        if (to - from == 1) return new bytes32[](0);
        uint256 k = split(to - from);
        if (m < k) return append(_path(m, d, from, from + k), root(d, from + k, to));
        return append(_path(m - k, d, from + k, to), root(d, from, from + k));
    }

    function _subproof(uint256 m, bytes32[] memory d, uint256 from, uint256 to, bool whole) private pure returns (bytes32[] memory) {
        if (m == to - from) return whole ? new bytes32[](0) : append(new bytes32[](0), root(d, from, to));
        uint256 k = split(to - from);
        if (m <= k) return append(_subproof(m, d, from, from + k, whole), root(d, from + k, to));
        return append(_subproof(m - k, d, from + k, to, false), root(d, from, from + k));
    }
}
