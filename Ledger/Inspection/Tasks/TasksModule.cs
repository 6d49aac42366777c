using FluentValidation;
using Lotmark.Ledger.Lots;

namespace Lotmark.Ledger.Inspection.Tasks;

/// <summary>What inspectors are sent to do, from its publication to what the shopper is told.</summary>
public static class TasksModule
{
    /// <summary>Adds what keeping and carrying out tasks needs.</summary>
    public static void AddTasks(this WebApplicationBuilder builder)
    {
        builder.AddLotFact<FindingRecorded>("finding_recorded");
        builder.AddLotFact<SampleTaken>("sample_taken");
        builder.AddLotFact<SampleTested>("sample_tested");
        builder.AddLotFact<LotInspected>("lot_inspected");
        builder.Services.AddSingleton(new SchemaFile("Inspection.Tasks.schema.sql"));
        builder.Services.AddSingleton<TaskStore>();
        builder.Services.AddSingleton<TaskActs>();
        builder.Services.AddSingleton<TaskPublication>();
        builder.Services.AddSingleton<Inspectors>();
        builder.Services.AddSingleton<IValidator<PublishTask>, PublishTask.Validator>();
        builder.Services.AddSingleton<IValidator<GiveBackTask>, GiveBackTask.Validator>();
        builder.Services.AddSingleton<IValidator<CheckIn>, CheckIn.Validator>();
        builder.Services.AddSingleton<IValidator<RecordFinding>, RecordFinding.Validator>();
        builder.Services.AddSingleton<IValidator<RecordSample>, RecordSample.Validator>();
        builder.Services.AddSingleton<IValidator<RecordResult>, RecordResult.Validator>();
        builder.Services.AddSingleton<IValidator<CloseTask>, CloseTask.Validator>();
        builder.Services.AddSingleton<IValidator<CancelTask>, CancelTask.Validator>();
        builder.Services.AddSingleton<IValidator<SetInspectorProfile>, SetInspectorProfile.Validator>();
    }

    /// <summary>Serves them.</summary>
    public static void MapTasks(this IEndpointRouteBuilder app)
    {
        var tasks = app.MapGroup("/api/tasks").WithTags("Tasks");
        PublishTask.Map(tasks);
        ListTasks.Map(tasks);
        SetInspectorProfile.Map(tasks);
        ReadTask.Map(tasks);
        TakeTask.Map(tasks);
        GiveBackTask.Map(tasks);
        CheckIn.Map(tasks);
        RecordFinding.Map(tasks);
        RecordSample.Map(tasks);
        RecordResult.Map(tasks);
        CloseTask.Map(tasks);
        CancelTask.Map(tasks);
    }
}
