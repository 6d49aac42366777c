// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Damage} from "./support/Damage.sol";
import {Definition} from "./support/Definition.sol";
import {Rfc6962Caller} from "./support/Rfc6962Caller.sol";
import {Rfc9162} from "./support/Rfc9162.sol";
import {TallTree} from "./support/TallTree.sol";
import {vm} from "./support/Vm.sol";

/// @notice The two checks against the definitions and against the RFC's own loops: all small trees, and tall ones at random.
contract Rfc6962Test {
    uint256 private constant LARGEST = 64;
    uint256 private constant MAX_SIZE = type(uint64).max >> 1;

    Rfc6962Caller private immutable _library = new Rfc6962Caller();

    function test_consistency_holdsForAllSmallTrees() public view {
        (bytes32[] memory d, bytes32[] memory roots) = _trees();
        for (uint256 n = 2; n <= LARGEST; n++) {
            for (uint256 m = 1; m < n; m++) {
                _consistency(m, roots[m], n, roots[n], Definition.consistency(m, d, n), true);
            }
        }
    }

    function test_consistency_failsOnAnyDamage() public view {
        (bytes32[] memory d, bytes32[] memory roots) = _trees();
        for (uint256 n = 2; n <= LARGEST; n++) {
            for (uint256 m = 1; m < n; m++) {
                bytes32[] memory proof = Definition.consistency(m, d, n);
                bytes32[][] memory damaged = Damage.all(proof);
                for (uint256 i = 0; i < damaged.length; i++) {
                    _consistency(m, roots[m], n, roots[n], damaged[i], false);
                }
                _consistency(m, roots[n], n, roots[m], proof, false);
                _consistency(m, roots[m], n, roots[n] ^ bytes32(uint256(1)), proof, false);
                _consistency(m, roots[m] ^ bytes32(uint256(1)), n, roots[n], proof, false);
            }
        }
    }

    // The root does not bind the size, so some of these hold: but the same ones as by the RFC.
    function test_consistency_underOtherSizesAgreesWithTheRfc() public view {
        (bytes32[] memory d, bytes32[] memory roots) = _trees();
        for (uint256 n = 2; n <= 10; n++) {
            for (uint256 m = 1; m < n; m++) {
                bytes32[] memory proof = Definition.consistency(m, d, n);
                for (uint256 n2 = 2; n2 <= 20; n2++) {
                    for (uint256 m2 = 1; m2 < n2; m2++) {
                        bool expected = Rfc9162.consistency(m2, roots[m], n2, roots[n], proof);
                        _consistency(m2, roots[m], n2, roots[n], proof, expected);
                    }
                }
            }
        }
    }

    function test_inclusion_holdsForAllSmallTrees() public view {
        (bytes32[] memory d, bytes32[] memory roots) = _trees();
        for (uint256 n = 1; n <= LARGEST; n++) {
            for (uint256 i = 0; i < n; i++) {
                _inclusion(d[i], i, n, roots[n], Definition.path(i, d, n), true);
            }
        }
    }

    function test_inclusion_failsOnAnyDamage() public view {
        (bytes32[] memory d, bytes32[] memory roots) = _trees();
        for (uint256 n = 1; n <= LARGEST; n++) {
            for (uint256 i = 0; i < n; i++) {
                bytes32[] memory path = Definition.path(i, d, n);
                bytes32[][] memory damaged = Damage.all(path);
                for (uint256 j = 0; j < damaged.length; j++) {
                    _inclusion(d[i], i, n, roots[n], damaged[j], false);
                }
                _inclusion(d[i] ^ bytes32(uint256(1)), i, n, roots[n], path, false);
                _inclusion(d[i], i, n, roots[n] ^ bytes32(uint256(1)), path, false);
            }
        }
    }

    function test_inclusion_underOtherIndexesAndSizesAgreesWithTheRfc() public view {
        (bytes32[] memory d, bytes32[] memory roots) = _trees();
        for (uint256 n = 1; n <= 10; n++) {
            for (uint256 i = 0; i < n; i++) {
                bytes32[] memory path = Definition.path(i, d, n);
                for (uint256 n2 = 1; n2 <= 20; n2++) {
                    for (uint256 i2 = 0; i2 <= n2; i2++) {
                        _inclusion(d[i], i2, n2, roots[n], path, Rfc9162.inclusion(d[i], i2, n2, roots[n], path));
                    }
                }
            }
        }
    }

    /// forge-config: default.fuzz.runs = 128
    function testFuzz_consistency_ofTallTrees(bytes32 seed, uint256 m, uint256 n) public view {
        n = 2 + n % (MAX_SIZE - 1);
        m = 1 + m % (n - 1);
        (bytes32 older, bytes32 newer, bytes32[] memory proof) = TallTree.growth(seed, m, n);

        _consistency(m, older, n, newer, proof, true);
        bytes32[][] memory damaged = Damage.all(proof);
        for (uint256 i = 0; i < damaged.length; i++) {
            _consistency(m, older, n, newer, damaged[i], false);
        }
    }

    /// forge-config: default.fuzz.runs = 128
    function testFuzz_inclusion_inTallTrees(bytes32 seed, uint256 index, uint256 n) public view {
        n = 1 + n % MAX_SIZE;
        index = index % n;
        (bytes32 leaf, bytes32 root, bytes32[] memory path) = TallTree.inclusion(seed, index, n);

        _inclusion(leaf, index, n, root, path, true);
        bytes32[][] memory damaged = Damage.all(path);
        for (uint256 i = 0; i < damaged.length; i++) {
            _inclusion(leaf, index, n, root, damaged[i], false);
        }
    }

    function test_sha256_revertsWhenItFails() public {
        (bytes32 older, bytes32 newer, bytes32[] memory proof) = TallTree.growth("seed", 1, 2);
        vm.mockCallRevert(address(2), "", bytes.concat(newer));
        vm.expectRevert(bytes(""));
        _library.verifyConsistency(1, older, 2, newer, proof);
    }

    function test_sha256_revertsOnAChainWithoutIt() public {
        (bytes32 older, bytes32 newer, bytes32[] memory proof) = TallTree.growth("seed", 1, 2);
        vm.mockCall(address(2), "", "");
        vm.expectRevert(bytes(""));
        _library.verifyConsistency(1, older, 2, newer, proof);
    }

    function _consistency(uint256 m, bytes32 older, uint256 n, bytes32 newer, bytes32[] memory proof, bool expected) private view {
        require(Rfc9162.consistency(m, older, n, newer, proof) == expected, "the RFC's loop");
        require(_library.verifyConsistency(m, older, n, newer, proof) == expected, "the library");
    }

    function _inclusion(bytes32 leaf, uint256 index, uint256 size, bytes32 root, bytes32[] memory path, bool expected) private view {
        require(Rfc9162.inclusion(leaf, index, size, root, path) == expected, "the RFC's loop");
        require(_library.verifyInclusion(leaf, index, size, root, path) == expected, "the library");
    }

    function _trees() private pure returns (bytes32[] memory d, bytes32[] memory roots) {
        d = Definition.leaves("small", LARGEST);
        roots = new bytes32[](LARGEST + 1);
        for (uint256 n = 1; n <= LARGEST; n++) {
            roots[n] = Definition.root(d, n);
        }
    }
}
