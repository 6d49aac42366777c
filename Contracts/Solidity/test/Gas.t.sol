// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CheckpointAnchor} from "../src/CheckpointAnchor.sol";
import {TallTree} from "./support/TallTree.sol";
import {vm} from "./support/Vm.sol";

/// @notice What the transactions cost as a whole: each call is a transaction of its own (`isolate`), under Osaka rules.
/// The snapshot keeps the exact figures; here stands what they may not pass, three in a hundred included.
/// forge-config: default.isolate = true
contract GasTest {
    // The deployer that is preset on most chains; what it is sent is the salt and the code.
    address private constant CREATE2_DEPLOYER = 0x4e59b44847b379578588920cA78FbF26c0B4956C;
    bytes32 private constant SEED = keccak256("gas");
    string private constant GROUP = "CheckpointAnchor";

    CheckpointAnchor private _anchor;
    bytes32[] private _none;

    function setUp() public {
        vm.setEvmVersion("osaka");
        _anchor = new CheckpointAnchor(address(this), address(this), SEED, address(0));
    }

    function test_deploy() public {
        bytes memory arguments = abi.encode(address(this), address(this), SEED, address(_anchor));
        (bool done,) = CREATE2_DEPLOYER.call(bytes.concat(bytes32(0), type(CheckpointAnchor).creationCode, arguments));
        vm.assertTrue(done, "deployed");
        _snapshot("deploy", 900_000);
    }

    function test_first() public {
        _anchor.anchor(1000, SEED, _none);
        _snapshot("first", 94_600);
    }

    function test_growth_1_to_2() public {
        _grow(1, 2, 1);
        _snapshot("1 to 2", 64_100);
    }

    function test_growth_1000_to_2000() public {
        _grow(1000, 2000, 9);
        _snapshot("1,000 to 2,000", 73_800);
    }

    function test_growth_1M_to_1M_and_1000() public {
        _grow(1_000_000, 1_001_000, 11);
        _snapshot("1M to 1M + 1,000", 76_100);
    }

    function test_growth_1M_to_2M() public {
        _grow(1_000_000, 2_000_000, 16);
        _snapshot("1M to 2M", 81_500);
    }

    function test_growth_1G_to_1100M() public {
        _grow(1_000_000_000, 1_100_000_000, 23);
        _snapshot("1G to 1.1G", 90_900);
    }

    function test_steadyUse() public {
        uint256 mean = _mean(1000, 2500, 1, 100);
        vm.snapshotValue(GROUP, "mean from 1,000 to 2,500 leaves in steps of 1 to 100", mean);
        _within(mean, 82_700);
    }

    // No target; longer proofs than above, as both the log and its steps are.
    function test_busyUse() public {
        uint256 mean = _mean(1000, 500_000, 1000, 2500);
        vm.snapshotValue(GROUP, "mean from 1,000 to 500,000 leaves in steps of 1,000 to 2,500", mean);
    }

    function _grow(uint64 m, uint64 n, uint256 words) private {
        (bytes32 older, bytes32 newer, bytes32[] memory proof) = TallTree.growth(SEED, m, n);
        vm.assertEq(proof.length, words, "words");
        _anchor.anchor(m, older, _none);
        _anchor.anchor(n, newer, proof);
    }

    function _mean(uint64 size, uint64 end, uint64 smallest, uint64 largest) private returns (uint256) {
        uint256 total;
        uint256 count;
        _anchor.anchor(size, TallTree.uniformRoot(SEED, size), _none);
        while (size < end) {
            uint64 next = size + smallest + uint64(uint256(keccak256(abi.encode(size))) % (largest - smallest + 1));
            bytes32 root = TallTree.uniformRoot(SEED, next);
            bytes32[] memory proof = TallTree.uniformProof(SEED, size, next);
            _anchor.anchor(next, root, proof);
            total += vm.lastCallGas().gasTotalUsed;
            count++;
            size = next;
        }
        return total / count;
    }

    function _snapshot(string memory name, uint256 target) private {
        _within(vm.snapshotGasLastCall(GROUP, name), target);
    }

    function _within(uint256 gas, uint256 target) private pure {
        vm.assertLe(gas * 100, target * 103, "a target is missed");
    }
}
