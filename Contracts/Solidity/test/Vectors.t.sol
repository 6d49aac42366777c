// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AnchoredLog} from "./support/AnchoredLog.sol";
import {Definition} from "./support/Definition.sol";
import {Rfc6962Caller} from "./support/Rfc6962Caller.sol";
import {vm} from "./support/Vm.sol";

/// @notice The eight entries of Certificate Transparency's reference tree, whose hashes and proofs are published.
contract VectorsTest is AnchoredLog {
    bytes32 private constant L0 = 0x6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d;
    bytes32 private constant L1 = 0x96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7;
    bytes32 private constant L2 = 0x0298d122906dcfc10892cb53a73992fc5b9f493ea4c9badb27b791b4127a7fe7;
    bytes32 private constant L3 = 0x07506a85fd9dd2f120eb694f86011e5bb4662e5c415a62917033d4a9624487e7;
    bytes32 private constant L4 = 0xbc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b;
    bytes32 private constant L5 = 0x4271a26be0d8a84f0bd54c8c302e7cb3a3b5d1fa6780a40bcce2873477dab658;
    bytes32 private constant L6 = 0xb08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f;
    bytes32 private constant L7 = 0x46f6ffadd3d06a09ff3c5860d2755c8b9819db7df44251788c7d8e3180de8eb1;
    bytes32 private constant N01 = 0xfac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125;
    bytes32 private constant N23 = 0x5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e;
    bytes32 private constant N45 = 0x0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a;
    bytes32 private constant N67 = 0xca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0;
    bytes32 private constant N03 = 0xd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7;
    bytes32 private constant N47 = 0x6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4;
    bytes32 private constant N46 = 0x837dbb152e9b079010717e84e865da4ebc0fa198a806d59d31bf15accef22d0e;
    bytes32 private constant ROOT3 = 0xaeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77;
    bytes32 private constant ROOT5 = 0x4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4;
    bytes32 private constant ROOT6 = 0x76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef;
    bytes32 private constant ROOT7 = 0xddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c;
    bytes32 private constant ROOT8 = 0x5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328;

    Rfc6962Caller private immutable _library = new Rfc6962Caller();
    bytes[] private _entries =
        [bytes(""), hex"00", hex"10", hex"2021", hex"3031", hex"40414243", hex"5051525354555657", hex"606162636465666768696a6b6c6d6e6f"];

    function setUp() public {
        for (uint256 i = 0; i < _entries.length; i++) {
            log[i] = Definition.leaf(_entries[i]);
        }
    }

    function test_leavesAndRoots() public view {
        bytes32[8] memory leaves = [L0, L1, L2, L3, L4, L5, L6, L7];
        bytes32[8] memory roots = [L0, N01, ROOT3, N03, ROOT5, ROOT6, ROOT7, ROOT8];
        for (uint256 i = 0; i < 8; i++) {
            vm.assertEq(log[i], leaves[i], "leaf");
            vm.assertEq(Definition.root(log, i + 1), roots[i], "root");
        }
    }

    function test_inclusion() public view {
        _included(0, 1, L0, none);
        _included(0, 2, N01, _list(L1));
        _included(1, 2, N01, _list(L0));
        _included(2, 3, ROOT3, _list(N01));
        _included(0, 7, ROOT7, _list(L1, N23, N46));
        _included(3, 7, ROOT7, _list(L2, N01, N46));
        _included(4, 7, ROOT7, _list(L5, L6, N03));
        _included(6, 7, ROOT7, _list(N45, N03));
        _included(0, 8, ROOT8, _list(L1, N23, N47));
        _included(5, 8, ROOT8, _list(L4, N67, N03));
        _included(7, 8, ROOT8, _list(L6, N45, N03));
    }

    function test_consistency() public view {
        _consistent(1, L0, 2, N01, _list(L1));
        _consistent(1, L0, 8, ROOT8, _list(L1, N23, N47));
        _consistent(2, N01, 8, ROOT8, _list(N23, N47));
        _consistent(3, ROOT3, 7, ROOT7, _list(L2, L3, N01, N46));
        _consistent(4, N03, 7, ROOT7, _list(N46));
        _consistent(6, ROOT6, 7, ROOT7, _list(N45, L6, N03));
        _consistent(6, ROOT6, 8, ROOT8, _list(N45, N67, N03));
        _consistent(7, ROOT7, 8, ROOT8, _list(L6, L7, N45, N03));
    }

    function test_wholeLog_isAnchoredStepByStep() public {
        _anchor(1, L0, none);
        _anchor(2, N01, _list(L1));
        _anchor(6, ROOT6, Definition.consistency(2, log, 6));
        _anchor(7, ROOT7, _list(N45, L6, N03));
        _anchor(8, ROOT8, _list(L6, L7, N45, N03));
        vm.assertEq(anchor.count(), 5, "count");
        vm.assertTrue(anchor.verifyInclusion(L6, 6, 7, _list(N45, N03)), "at 7");
        vm.assertTrue(anchor.verifyInclusion(L5, 5, 8, _list(L4, N67, N03)), "at 8");
    }

    function _included(uint256 index, uint256 size, bytes32 root, bytes32[] memory path) private view {
        vm.assertTrue(_library.verifyInclusion(log[index], index, size, root, path), "inclusion");
        vm.assertEq(abi.encode(Definition.path(index, log, size)), abi.encode(path), "path");
    }

    function _consistent(uint256 m, bytes32 older, uint256 n, bytes32 newer, bytes32[] memory proof) private view {
        vm.assertTrue(_library.verifyConsistency(m, older, n, newer, proof), "consistency");
        vm.assertEq(abi.encode(Definition.consistency(m, log, n)), abi.encode(proof), "proof");
    }

    function _anchor(uint64 size, bytes32 root, bytes32[] memory proof) private {
        vm.prank(OPERATOR);
        anchor.anchor(size, root, proof);
    }

    function _list(bytes32 a) private pure returns (bytes32[] memory) {
        return Definition.append(new bytes32[](0), a);
    }

    function _list(bytes32 a, bytes32 b) private pure returns (bytes32[] memory) {
        return Definition.append(_list(a), b);
    }

    function _list(bytes32 a, bytes32 b, bytes32 c) private pure returns (bytes32[] memory) {
        return Definition.append(_list(a, b), c);
    }

    function _list(bytes32 a, bytes32 b, bytes32 c, bytes32 d) private pure returns (bytes32[] memory) {
        return Definition.append(_list(a, b, c), d);
    }
}
