// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice The ways in which a proof is spoilt.
library Damage {
    /// @notice Every variant that differs from `proof` by one bit of one hash, by a hash dropped, or by a hash added at an end.
    function all(bytes32[] memory proof) internal pure returns (bytes32[][] memory variants) {
        uint256 n = proof.length;
        variants = new bytes32[][](n == 0 ? 1 : n + 4);
        if (n == 0) {
            variants[0] = slice(proof, 0, 1);
            return variants;
        }
        for (uint256 i = 0; i < n; i++) {
            variants[i] = slice(proof, 0, n);
            // Another bit for each place and each proof.
            uint256 bit = uint256(keccak256(abi.encode(proof, i))) % 256;
            variants[i][i] ^= bytes32(uint256(1) << bit);
        }
        variants[n] = slice(proof, 1, n);
        variants[n + 1] = slice(proof, 0, n - 1);
        variants[n + 2] = slice(proof, 0, n + 1);
        variants[n + 2][n] = proof[n - 1];
        variants[n + 3] = new bytes32[](n + 1);
        variants[n + 3][0] = proof[0];
        for (uint256 i = 0; i < n; i++) {
            variants[n + 3][i + 1] = proof[i];
        }
    }

    /// @notice Hashes `from` to `to`; zero where the proof has none.
    function slice(bytes32[] memory proof, uint256 from, uint256 to) internal pure returns (bytes32[] memory part) {
        part = new bytes32[](to - from);
        for (uint256 i = from; i < to; i++) {
            part[i - from] = i < proof.length ? proof[i] : bytes32(0);
        }
    }
}
