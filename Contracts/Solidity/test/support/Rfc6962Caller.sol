// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Rfc6962} from "../../src/Rfc6962.sol";

/// @notice Gives the library its proofs as calldata.
contract Rfc6962Caller {
    function verifyConsistency(uint256 m, bytes32 older, uint256 n, bytes32 newer, bytes32[] calldata proof) external view returns (bool) {
        return Rfc6962.verifyConsistency(m, older, n, newer, proof);
    }

    function verifyInclusion(bytes32 leaf, uint256 index, uint256 size, bytes32 root, bytes32[] calldata path)
        external
        view
        returns (bool)
    {
        return Rfc6962.verifyInclusion(leaf, index, size, root, path);
    }
}
