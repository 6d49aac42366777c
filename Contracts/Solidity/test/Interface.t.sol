// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {CheckpointAnchor} from "../src/CheckpointAnchor.sol";
import {vm} from "./support/Vm.sol";

/// @notice What those who talk to the contract have built in: selectors, topics, and the artifact.
contract InterfaceTest {
    // Getters of state variables are known by an instance only.
    CheckpointAnchor private constant ANY = CheckpointAnchor(address(0));

    function test_functions_haveTheirSelectors() public view {
        same(CheckpointAnchor.anchor.selector, 0x9e1515d2, "anchor");
        same(CheckpointAnchor.verifyInclusion.selector, 0x82c9321e, "verifyInclusion");
        same(CheckpointAnchor.latest.selector, 0x52bfe789, "latest");
        same(CheckpointAnchor.count.selector, 0x06661abd, "count");
        same(CheckpointAnchor.anchorAt.selector, 0xe4942e5e, "anchorAt");
        same(CheckpointAnchor.rootAt.selector, 0xeaa38b41, "rootAt");
        same(ANY.isOperator.selector, 0x6d70f7ae, "isOperator");
        same(CheckpointAnchor.setOperator.selector, 0x558a7297, "setOperator");
        same(ANY.origin.selector, bytes4(keccak256("origin()")), "origin");
        same(ANY.predecessor.selector, bytes4(keccak256("predecessor()")), "predecessor");
        same(CheckpointAnchor.close.selector, bytes4(keccak256("close(address)")), "close");
        same(CheckpointAnchor.closed.selector, bytes4(keccak256("closed()")), "closed");
    }

    function test_errors_haveTheirSelectors() public pure {
        same(CheckpointAnchor.NotOperator.selector, 0x76c6c93a, "NotOperator");
        same(CheckpointAnchor.SizeNotIncreasing.selector, 0x0bcdc6e5, "SizeNotIncreasing");
        same(CheckpointAnchor.ZeroRoot.selector, 0xb263ae73, "ZeroRoot");
        same(CheckpointAnchor.UnexpectedProof.selector, 0x498c3dc9, "UnexpectedProof");
        same(CheckpointAnchor.BadConsistencyProof.selector, 0xdb82cb5e, "BadConsistencyProof");
        same(CheckpointAnchor.UnknownSize.selector, 0x1dee3ffa, "UnknownSize");
        same(CheckpointAnchor.IndexOutOfRange.selector, 0x5afd7fec, "IndexOutOfRange");
        same(Ownable.OwnableUnauthorizedAccount.selector, 0x118cdaa7, "OwnableUnauthorizedAccount");
        same(CheckpointAnchor.AlreadyClosed.selector, bytes4(keccak256("AlreadyClosed()")), "AlreadyClosed");
        same(CheckpointAnchor.RenounceDisabled.selector, bytes4(keccak256("RenounceDisabled()")), "RenounceDisabled");
        same(CheckpointAnchor.SizeTooLarge.selector, bytes4(keccak256("SizeTooLarge(uint64)")), "SizeTooLarge");
    }

    function test_events_haveTheirTopics() public pure {
        vm.assertEq(CheckpointAnchor.Anchored.selector, 0x942174e2732ff1fd36a4c6d41e2619429e59eaee1aae298a81cb1ff59474762a, "Anchored");
        vm.assertEq(CheckpointAnchor.OperatorSet.selector, keccak256("OperatorSet(address,bool)"), "OperatorSet");
        vm.assertEq(CheckpointAnchor.Closed.selector, keccak256("Closed(address)"), "Closed");
    }

    function test_artifact_isTheCodeUnderTest() public view {
        string memory artifact = vm.readFile("CheckpointAnchor.json");
        vm.assertEq(vm.parseJsonBytes(artifact, ".bytecode"), type(CheckpointAnchor).creationCode, "stale: npm run build");
    }

    function same(bytes4 actual, bytes4 expected, string memory name) private pure {
        vm.assertEq(bytes32(actual), bytes32(expected), name);
    }
}
