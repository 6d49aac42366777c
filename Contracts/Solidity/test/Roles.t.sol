// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {CheckpointAnchor} from "../src/CheckpointAnchor.sol";
import {AnchoredLog} from "./support/AnchoredLog.sol";
import {Definition} from "./support/Definition.sol";
import {vm} from "./support/Vm.sol";

contract RolesTest is AnchoredLog {
    address private constant NEXT = address(0x2);
    address private constant SUCCESSOR = address(0x5);

    function test_deployment_namesLogAndRoles() public {
        vm.expectEmit();
        emit CheckpointAnchor.OperatorSet(OPERATOR, true);
        CheckpointAnchor successor = new CheckpointAnchor(OWNER, OPERATOR, ORIGIN, address(anchor));

        vm.assertEq(successor.origin(), ORIGIN, "origin");
        vm.assertTrue(successor.predecessor() == address(anchor), "predecessor");
        vm.assertTrue(anchor.predecessor() == address(0), "no predecessor");
        vm.assertTrue(successor.owner() == OWNER, "owner");
        vm.assertTrue(successor.isOperator(OPERATOR), "operator");
        vm.assertFalse(successor.isOperator(OWNER), "the owner does not anchor");
    }

    function test_deployment_revertsWithoutOwner() public {
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableInvalidOwner.selector, address(0)));
        new CheckpointAnchor(address(0), OPERATOR, ORIGIN, address(0));
    }

    function test_operators_overlapWhileAKeyIsChanged() public {
        grow(6);

        vm.expectEmit(address(anchor));
        emit CheckpointAnchor.OperatorSet(NEXT, true);
        vm.prank(OWNER);
        anchor.setOperator(NEXT, true);
        grow(7);
        anchorAs(NEXT, 8, 7);

        vm.expectEmit(address(anchor));
        emit CheckpointAnchor.OperatorSet(OPERATOR, false);
        vm.prank(OWNER);
        anchor.setOperator(OPERATOR, false);
        anchorAs(NEXT, 9, 8);

        vm.assertFalse(anchor.isOperator(OPERATOR), "removed");
        vm.expectRevert(abi.encodeWithSelector(CheckpointAnchor.NotOperator.selector, OPERATOR));
        vm.prank(OPERATOR);
        anchor.anchor(10, "root", none);
    }

    function test_setOperator_revertsUnlessOwner() public {
        notOwner(STRANGER);
        anchor.setOperator(STRANGER, true);
        notOwner(OPERATOR);
        anchor.setOperator(NEXT, true);
    }

    function test_ownership_passesInTwoSteps() public {
        vm.prank(OWNER);
        anchor.transferOwnership(NEXT);
        vm.assertTrue(anchor.owner() == OWNER && anchor.pendingOwner() == NEXT, "still the old owner");

        notOwner(STRANGER);
        anchor.acceptOwnership();
        vm.prank(NEXT);
        anchor.acceptOwnership();
        vm.assertTrue(anchor.owner() == NEXT, "the new owner");

        notOwner(OWNER);
        anchor.setOperator(OPERATOR, false);
        vm.prank(NEXT);
        anchor.setOperator(OPERATOR, false);
    }

    function test_renounceOwnership_revertsWithRenounceDisabled() public {
        vm.expectRevert(abi.encodeWithSelector(CheckpointAnchor.RenounceDisabled.selector));
        vm.prank(OWNER);
        anchor.renounceOwnership();
        vm.assertTrue(anchor.owner() == OWNER, "owner");
    }

    function test_close_endsAnchoringAndKeepsTheAnchors() public {
        grow(6, 8);

        vm.expectEmit(address(anchor));
        emit CheckpointAnchor.Closed(SUCCESSOR);
        vm.prank(OWNER);
        anchor.close(SUCCESSOR);

        vm.assertTrue(anchor.closed(), "closed");
        bytes32 root = Definition.root(log, 9);
        bytes32[] memory proof = Definition.consistency(8, log, 9);
        vm.expectRevert(abi.encodeWithSelector(CheckpointAnchor.AlreadyClosed.selector));
        vm.prank(OPERATOR);
        anchor.anchor(9, root, proof);

        vm.assertEq(anchor.count(), 2, "count");
        assertLatest(8, Definition.root(log, 8), uint64(block.timestamp), uint64(block.number));
        assertAnchor(0, 6, Definition.root(log, 6), uint64(block.timestamp), uint64(block.number));
        vm.assertTrue(anchor.verifyInclusion(log[5], 5, 6, Definition.path(5, log, 6)), "inclusion");
    }

    function test_close_revertsWithAlreadyClosed() public {
        vm.prank(OWNER);
        anchor.close(address(0));
        vm.expectRevert(abi.encodeWithSelector(CheckpointAnchor.AlreadyClosed.selector));
        vm.prank(OWNER);
        anchor.close(SUCCESSOR);
    }

    function test_close_revertsUnlessOwner() public {
        notOwner(STRANGER);
        anchor.close(SUCCESSOR);
        notOwner(OPERATOR);
        anchor.close(SUCCESSOR);
    }

    function notOwner(address sender) private {
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, sender));
        vm.prank(sender);
    }

    function anchorAs(address operator, uint64 size, uint64 last) private {
        bytes32[] memory proof = Definition.consistency(last, log, size);
        bytes32 root = Definition.root(log, size);
        vm.prank(operator);
        anchor.anchor(size, root, proof);
    }
}
