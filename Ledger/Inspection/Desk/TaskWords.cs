using Lotmark.Ledger.Inspection.Signals;
using Lotmark.Ledger.Inspection.Tasks;

namespace Lotmark.Ledger.Inspection.Desk;

/// <summary>Tasks in words.</summary>
internal static class TaskWords
{
    /// <summary>A kind of task.</summary>
    public static string Kind(TaskKind kind, DeskSetting say) => kind switch
    {
        TaskKind.Routine => say["Routine inspection", "日常检查"],
        TaskKind.Complaint => say["Complaint", "投诉核查"],
        TaskKind.Temperature => say["Temperature", "温控核查"],
        TaskKind.Sampling => say["Sampling", "抽样检验"],
        _ => say["Recall check", "召回核查"],
    };

    /// <summary>What kind of task comes of a kind of sighting.</summary>
    public static TaskKind KindOf(SightingKind kind) => kind switch
    {
        SightingKind.Report => TaskKind.Complaint,
        SightingKind.Excursion => TaskKind.Temperature,
        _ => TaskKind.Routine,
    };

    /// <summary>How far a task has come.</summary>
    public static string State(TaskState state, DeskSetting say) => state switch
    {
        TaskState.Open => say["open", "待领取"],
        TaskState.Taken => say["taken", "已领取"],
        TaskState.OnSite => say["on the spot", "现场检查中"],
        TaskState.Closed => say["closed", "已办结"],
        _ => say["called off", "已取消"],
    };

    /// <summary>What is wanted of an inspector.</summary>
    public static string Skill(Skill skill, DeskSetting say) => skill switch
    {
        Tasks.Skill.Sampling => say["Sampling", "抽样"],
        Tasks.Skill.ColdChain => say["Cold chain", "冷链"],
        Tasks.Skill.Labelling => say["Labels", "标签标识"],
        Tasks.Skill.Documents => say["Documents", "单证核查"],
        Tasks.Skill.Aquatic => say["Aquatic food", "水产品"],
        Tasks.Skill.Meat => say["Meat", "畜禽肉"],
        _ => say["Fruit and vegetables", "果蔬"],
    };

    /// <summary>What an inspection came to.</summary>
    public static string Assessment(Assessment assessment, DeskSetting say) => assessment switch
    {
        Tasks.Assessment.Conforming => say["conforming", "符合要求"],
        Tasks.Assessment.NonConforming => say["NOT CONFORMING", "不符合要求"],
        Tasks.Assessment.Inconclusive => say["inconclusive", "无法判定"],
        _ => say["unfounded", "反映不属实"],
    };

    /// <summary>How grave a finding is.</summary>
    public static string Severity(Severity severity, DeskSetting say) => severity switch
    {
        Tasks.Severity.Minor => say["minor", "轻微"],
        Tasks.Severity.Major => say["major", "较重"],
        _ => say["CRITICAL", "严重"],
    };

    /// <summary>What a test came to.</summary>
    public static string Outcome(TestOutcome outcome, DeskSetting say) => outcome switch
    {
        TestOutcome.Conforming => say["conforming", "合格"],
        TestOutcome.NonConforming => say["NOT CONFORMING", "不合格"],
        _ => say["inconclusive", "无法判定"],
    };

    /// <summary>What was done.</summary>
    public static string Act(TaskAct act, DeskSetting say) => act switch
    {
        TaskAct.Published => say["Published", "发布"],
        TaskAct.Taken => say["Taken", "领取"],
        TaskAct.GivenBack => say["Given back", "退回"],
        TaskAct.CheckedIn => say["Checked in on the spot", "现场签到"],
        TaskAct.Found => say["Finding", "检查发现"],
        TaskAct.Sampled => say["Sample", "抽样"],
        TaskAct.Tested => say["Result of a sample", "样品检验结果"],
        TaskAct.Closed => say["Closed", "办结"],
        _ => say["Called off", "取消"],
    };
}
