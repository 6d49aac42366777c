// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Proofs over the hash tree of RFC 6962
/// @notice Checks that one tree is the beginning of another, and that a leaf is in a tree.
library Rfc6962 {
    // The address of the SHA-256 precompile.
    uint256 private constant SHA256 = 2;

    /// @notice Whether the tree of `newSize` leaves begins with the tree of `oldSize` leaves (RFC 9162, section 2.1.4.2).
    /// @dev The caller sees to it that 0 < oldSize < newSize.
    /// @param oldSize Number of leaves of the smaller tree
    /// @param oldRoot Root hash of the smaller tree
    /// @param newSize Number of leaves of the larger tree
    /// @param newRoot Root hash of the larger tree
    /// @param proof Consistency proof (RFC 6962, section 2.1.2)
    /// @return Whether the proof shows it
    function verifyConsistency(uint256 oldSize, bytes32 oldRoot, uint256 newSize, bytes32 newRoot, bytes32[] calldata proof)
        internal
        view
        returns (bool)
    {
        unchecked {
            // The climb starts at the largest full subtree that ends the smaller tree.
            uint256 fn = oldSize - 1;
            uint256 sn = newSize - 1;
            while (fn & 1 != 0) {
                fn >>= 1;
                sn >>= 1;
            }

            // If that is the whole smaller tree, its hash is the old root; else the proof brings it.
            bytes32 start = oldRoot;
            if (oldSize & (oldSize - 1) != 0) {
                if (proof.length == 0) return false;
                start = proof[0];
                proof = proof[1:];
            }

            (bool exact, bytes32 fr, bytes32 sr) = _climb(start, fn, sn, proof);
            return exact && fr == oldRoot && sr == newRoot;
        }
    }

    /// @notice Whether a leaf is in a tree (RFC 9162, section 2.1.3.2).
    /// @dev The same climb from a leaf: the smaller tree is then the one that ends with it, whose root nobody asks for.
    /// @param leafHash Hash of the entry with its prefix (RFC 6962, section 2.1), made from the entry itself by whoever asks
    /// @param index Place of the leaf, from zero
    /// @param size Number of leaves of the tree
    /// @param root Root hash of the tree
    /// @param proof Inclusion proof (RFC 6962, section 2.1.1)
    /// @return Whether the proof shows it
    function verifyInclusion(bytes32 leafHash, uint256 index, uint256 size, bytes32 root, bytes32[] calldata proof)
        internal
        view
        returns (bool)
    {
        if (index >= size) return false;
        (bool exact,, bytes32 r) = _climb(leafHash, index, size - 1, proof);
        return exact && r == root;
    }

    // From node `fn` of a level whose last node is `sn` to the roots of two trees: `fr` of the one that ends with that node
    // and `sr` of the whole. It is the RFC's loop, cut in two where `fn` meets `sn`: from there on every node of the proof
    // stands on the left, and there is one for each bit set. `exact` is part of what is proven: a proof that is too short
    // or too long could be made to hold for a tree of another shape.
    function _climb(bytes32 start, uint256 fn, uint256 sn, bytes32[] calldata proof)
        private
        view
        returns (bool exact, bytes32 fr, bytes32 sr)
    {
        unchecked {
            (fr, sr) = (start, start);
            uint256 buffer = _nodeBuffer();
            uint256 used;
            while (fn != sn) {
                if (used == proof.length) return (false, fr, sr);
                bytes32 c = proof[used++];
                if (fn & 1 != 0) {
                    fr = _node(buffer, c, fr);
                    sr = _node(buffer, c, sr);
                } else {
                    sr = _node(buffer, sr, c);
                }
                fn >>= 1;
                sn >>= 1;
            }
            while (fn != 0) {
                if (used == proof.length) return (false, fr, sr);
                bytes32 c = proof[used++];
                fr = _node(buffer, c, fr);
                sr = _node(buffer, c, sr);
                fn &= fn - 1;
            }
            exact = used == proof.length;
        }
    }

    // Room for the 65 bytes of a node. They begin with 0x01, which keeps a node from being taken for a leaf.
    // Past the free memory pointer and unclaimed: nothing else takes memory while a proof is checked.
    function _nodeBuffer() private pure returns (uint256 buffer) {
        assembly ("memory-safe") {
            buffer := mload(0x40)
            mstore8(buffer, 0x01)
        }
    }

    // SHA-256(0x01 || left || right). On a chain without the precompile the call succeeds and returns nothing.
    function _node(uint256 buffer, bytes32 left, bytes32 right) private view returns (bytes32 hash) {
        assembly ("memory-safe") {
            mstore(add(buffer, 0x01), left)
            mstore(add(buffer, 0x21), right)
            let done := staticcall(gas(), SHA256, buffer, 0x41, 0x00, 0x20)
            if iszero(and(done, eq(returndatasize(), 0x20))) { revert(0x00, 0x00) }
            hash := mload(0x00)
        }
    }
}
